/** @import { FoundDigit } from "../shared/protocol.js" */

/**
 * A digit as the page has it, from what Python tells of it in JSON.
 *
 * @param {any} told
 * @returns {FoundDigit}
 */
export function asFoundDigit({ box, label, confidence, probabilities, network_input }) {
  const [left, top, width, height] = box;
  return {
    box: { left, top, width, height },
    label,
    confidence,
    probabilities: Float32Array.from(probabilities),
    networkInput: Uint8Array.from(network_input),
  };
}
