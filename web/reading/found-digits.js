/** Questions about digits that were found: which is doubtful, which is the one chosen before. */

/** @import { Box, FoundDigit } from "../shared/protocol.js" */

import { WORTH_MENTION } from "./percent.js";

/**
 * @param {FoundDigit[]} digits
 * @returns {number} the index of the one that the network is least sure of; -1 of none
 */
export function leastSure(digits) {
  const confidences = digits.map(({ confidence }) => confidence);
  return confidences.indexOf(Math.min(...confidences));
}

/**
 * @param {FoundDigit[]} digits
 * @param {Box} box where one was in an earlier reading
 * @returns {number} the index of the digit whose box has the middle of that one in it; -1 if none has
 */
export function digitAt(digits, box) {
  const x = box.left + box.width / 2;
  const y = box.top + box.height / 2;
  return digits.findIndex(
    ({ box: { left, top, width, height } }) =>
      left <= x && x <= left + width && top <= y && y <= top + height,
  );
}

/**
 * The class that comes after the one read, or of what was read as no digit the likeliest.
 *
 * @param {FoundDigit} digit
 * @param {string[]} labels of the classes
 * @returns {{label: string, probability: number} | null} null if it is not worth a mention
 */
export function secondGuess({ label, probabilities }, labels) {
  const others = labels.map((other, i) => ({ label: other, probability: probabilities[i] }));
  const [best] = others
    .filter((other) => other.label !== label)
    .sort((a, b) => b.probability - a.probability);
  return best && best.probability >= WORTH_MENTION ? best : null;
}
