import { digitAt, leastSure } from "../reading/found-digits.js";

/**
 * @import { Box, NumberReading } from "../shared/protocol.js"
 * @typedef {object} Parts what shows a number
 * @property {ReturnType<typeof import("./answer.js").createNumberAnswer>} answer
 * @property {ReturnType<typeof import("../reading/boxes.js").createBoxes>} boxes
 * @property {ReturnType<typeof import("../reading/bars.js").createBars>} bars
 * @property {ReturnType<typeof import("../reading/network-input.js").createNetworkInput>} showNetworkInput
 */

/**
 * The digits of a number, of which one is selected: its probabilities are shown, and what the network
 * saw of it. That is the one the network is least sure of, until another is chosen; the choice
 * follows the digit from reading to reading, and ends with it.
 *
 * @param {Parts} parts
 */
export function createNumberReading({ answer, boxes, bars, showNetworkInput }) {
  /** @type {NumberReading | null} */
  let reading = null;
  /** @type {Box | null} */
  let chosen = null;

  function show() {
    if (!reading) return;
    const { digits, labels } = reading;
    const again = chosen ? digitAt(digits, chosen) : -1;
    chosen = digits[again]?.box ?? null;
    const selected = chosen ? again : leastSure(digits);
    answer.show(digits, selected, labels);
    boxes.show(digits, reading, selected);
    bars.show(labels, digits[selected].probabilities);
    showNetworkInput(digits[selected].networkInput);
  }

  return {
    /** @param {NumberReading} latest not blank */
    show(latest) {
      reading = latest;
      show();
    },

    /** @param {number} index */
    select(index) {
      chosen = reading?.digits[index]?.box ?? null;
      show();
    },

    /** There is no number now. */
    clear() {
      reading = null;
      chosen = null;
      boxes.show([], { width: 1, height: 1 }, -1);
    },
  };
}
