// number/: shows a number read: its digits, any of which can be chosen, and their boxes.

import { leastSure, secondGuess } from "../reading/found-digits.js";
import { percent } from "../reading/percent.js";

/** @import { FoundDigit } from "../shared/protocol.js" */

/**
 * The large answer where there are several digits, each a button that selects it, and the sentence
 * under it, which is about the selected one.
 *
 * @param {HTMLElement} guess its text is the number read; `data-confidence` the least probability
 * @param {HTMLElement} certainty
 * @param {(index: number) => void} onSelect
 */
export function createNumberAnswer(guess, certainty, onSelect) {
  /** @type {HTMLButtonElement[]} */
  let buttons = [];

  /** @param {number} count */
  function provide(count) {
    if (buttons.length === count && buttons[0]?.parentElement === guess) return;
    buttons = Array.from({ length: count }, (_, i) => buttons[i] ?? createDigitButton(i, onSelect));
    guess.replaceChildren(...buttons);
    guess.style.setProperty("--count", String(count));
  }

  return {
    /**
     * @param {FoundDigit[]} digits at least one
     * @param {number} selected
     * @param {string[]} labels of the classes
     */
    show(digits, selected, labels) {
      const focused = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
      provide(digits.length);
      digits.forEach((digit, i) => {
        showDigit(buttons[i], digit, i === selected);
      });
      // The digit that had the focus is gone: its neighbour takes it, or keys would begin at the top.
      if (focused >= digits.length) buttons[digits.length - 1].focus({ preventScroll: true });
      guess.dataset.confidence = Math.min(...digits.map((d) => d.confidence)).toFixed(6);
      const [first, second] = sentence(digits[selected], labels);
      say(certainty, first, second);
    },
  };
}

/**
 * What a screen reader says of a number: "2026. Least sure: 6, 87.1% sure, or 0, 12.4%".
 *
 * @param {import("../shared/protocol.js").NumberReading} reading not blank
 */
export function spokenNumber({ digits, labels }) {
  const [first, second] = sentence(digits[leastSure(digits)], labels);
  const whole = digits.map(({ label }) => label).join("");
  return [`${whole}. Least sure: ${first}`, second].filter(Boolean).join(", ");
}

/**
 * @param {FoundDigit} digit
 * @param {string[]} labels
 */
export function sentence(digit, labels) {
  const other = secondGuess(digit, labels);
  if (digit.label === "?") {
    return ["Not a digit", other ? `nearest to ${other.label}, ${percent(other.probability)}` : ""];
  }
  const first = `${digit.label}, ${percent(digit.confidence)} sure`;
  return [first, other ? `or ${other.label}, ${percent(other.probability)}` : ""];
}

/** @param {number} index @param {(index: number) => void} onSelect */
export function createDigitButton(index, onSelect) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "digit";
  button.dataset.testid = `digit-${index}`;
  button.addEventListener("click", () => onSelect(index));
  return button;
}

/** @param {HTMLButtonElement} button @param {FoundDigit} digit @param {boolean} isSelected */
export function showDigit(button, { label, confidence }, isSelected) {
  if (button.textContent !== label) button.textContent = label;
  button.dataset.value = label;
  button.dataset.confidence = confidence.toFixed(6);
  button.setAttribute("aria-pressed", String(isSelected));
  const name = label === "?" ? "Not a digit" : `${label}, ${percent(confidence)} sure`;
  if (button.ariaLabel !== name) button.ariaLabel = name;
}

/** @param {HTMLElement} certainty @param {string} first @param {string} second */
export function say(certainty, first, second) {
  const [title, detail] = certainty.children;
  title.textContent = first;
  detail.textContent = second;
}
