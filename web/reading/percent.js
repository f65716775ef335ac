/**
 * A probability for reading, "98.3%". It is rounded down: only certainty shows as 100%.
 *
 * @param {number} probability in [0, 1]
 */
export function percent(probability) {
  return `${(Math.floor(probability * 1000) / 10).toFixed(1)}%`;
}

/** A second guess less likely than this is not worth a mention. */
export const WORTH_MENTION = 0.005;
