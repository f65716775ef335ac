import { percent, WORTH_MENTION } from "./percent.js";

/** @import { Reading } from "../shared/protocol.js" */

/**
 * The large answer and the sentence under it.
 *
 * @param {HTMLElement} guess its text is the class read, or "?"; `data-confidence` the probability
 * @param {HTMLElement} certainty
 */
export function createAnswer(guess, certainty) {
  const title = document.createElement("strong");
  const detail = document.createElement("span");
  certainty.replaceChildren(title, detail);

  /** @param {string} first @param {string} second */
  const say = (first, second = "") => {
    title.textContent = first;
    detail.textContent = second;
  };

  const clear = () => {
    guess.textContent = "";
    delete guess.dataset.confidence;
  };

  return {
    /** No drawing, no answer. */
    showBlank() {
      clear();
      say("", "The answer appears here");
    },

    /** @param {string} sentence about a drawing in which no digit was found */
    showNone(sentence) {
      clear();
      say("", sentence);
    },

    /** A drawing that nothing can read yet. */
    showWaiting() {
      clear();
      say("", "Not read yet");
    },

    /** @param {Reading} reading not blank */
    show(reading) {
      const [first, second] = ranked(reading);
      guess.dataset.confidence = first.probability.toFixed(6);
      guess.textContent = shownLabel(reading);
      if (!reading.isClass) return say("Not a digit", nearest(first));
      say(
        `${percent(first.probability)} sure`,
        second.probability >= WORTH_MENTION
          ? `or ${second.label}, ${percent(second.probability)}`
          : "",
      );
    },
  };
}

/**
 * What is shown large: the likeliest class, or "?" if the network is not sure enough of it.
 *
 * @param {Reading} reading not blank
 */
export function shownLabel(reading) {
  return reading.isClass ? ranked(reading)[0].label : "?";
}

/** @param {{label: string, probability: number}} first */
function nearest({ label, probability }) {
  return `nearest to ${label}, ${percent(probability)}`;
}

/**
 * What a screen reader says of a reading: "7, 98.3% sure, or 1, 1.2%".
 *
 * @param {Reading} reading not blank
 */
export function spoken(reading) {
  const [first, second] = ranked(reading);
  if (!reading.isClass) return `Not a digit, ${nearest(first)}`;
  const answer = `${first.label}, ${percent(first.probability)} sure`;
  if (second.probability < WORTH_MENTION) return answer;
  return `${answer}, or ${second.label}, ${percent(second.probability)}`;
}

/**
 * The classes, the likeliest first.
 *
 * @param {Reading} reading
 */
function ranked({ labels, probabilities }) {
  return labels
    .map((label, i) => ({ label, probability: probabilities[i] }))
    .sort((a, b) => b.probability - a.probability);
}
