/** A drawing that is always the same tells whether Python computes as it did before. */

import { INPUT_SIDE as SIDE } from "../shared/input-side.js";

/**
 * Reads the trial drawing.
 *
 * @param {import("./python.js").Bridge} bridge with a network loaded
 * @returns {Float32Array} its probabilities
 */
export function tryOut(bridge) {
  const pixels = Uint8Array.from({ length: SIDE * SIDE }, (_, i) =>
    i % 9 < 3 ? 255 - (i % 7) : 0,
  );
  const probabilities = new Float32Array(JSON.parse(bridge.describe()).labels.length);
  bridge.read(pixels, SIDE, SIDE, probabilities, new Uint8Array(SIDE * SIDE));
  return probabilities;
}
