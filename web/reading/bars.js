import { percent } from "./percent.js";

/**
 * One bar a class: its label, its probability as a length, and in figures.
 *
 * @param {HTMLElement} list
 */
export function createBars(list) {
  /** @type {string[]} */
  let shown = [];
  /** @type {ReturnType<typeof createBar>[]} */
  let bars = [];

  return {
    /**
     * @param {string[]} labels
     * @param {Float32Array | null} probabilities in the labels' order; null on a blank pad
     */
    show(labels, probabilities) {
      if (labels.join() !== shown.join()) {
        shown = labels;
        bars = labels.map(createBar);
        list.replaceChildren(...bars.map((bar) => bar.element));
      }
      const highest = probabilities ? Math.max(...probabilities) : Number.POSITIVE_INFINITY;
      bars.forEach((bar, i) => {
        const probability = probabilities ? probabilities[i] : 0;
        bar.show(probability, probabilities ? percent(probability) : "", probability === highest);
      });
    },
  };
}

/** @param {string} label */
function createBar(label) {
  const element = document.createElement("li");
  element.className = "bar";
  element.dataset.testid = `probability-${label}`;
  const name = part(element, "bar__label");
  name.textContent = label;
  const fill = part(part(element, "bar__track"), "bar__fill");
  const value = part(element, "bar__value");

  return {
    element,
    /** @param {number} probability @param {string} text @param {boolean} isWinner */
    show(probability, text, isWinner) {
      element.dataset.value = probability.toFixed(6);
      element.classList.toggle("bar--winner", isWinner);
      fill.style.transform = `scaleX(${probability})`;
      value.textContent = text;
    },
  };
}

/**
 * @param {HTMLElement} parent
 * @param {string} className
 */
function part(parent, className) {
  const element = document.createElement("span");
  element.className = className;
  parent.append(element);
  return element;
}
