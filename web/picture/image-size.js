/** As many pixels as 1600 × 1200: digits keep their shape, and Python reads it within seconds. */
const MOST_PIXELS = 1600 * 1200;
/** A screenshot of a long page, say, is not to be made so thin that nothing can be read. */
const LONGEST_SIDE = 4096;

/**
 * The size in which a picture is shown and read: as it is, unless that is too large.
 *
 * @param {number} width
 * @param {number} height
 * @returns {{width: number, height: number}} whole pixels, at least one
 */
export function readableSize(width, height) {
  const byArea = Math.sqrt(MOST_PIXELS / (width * height));
  const bySide = LONGEST_SIDE / Math.max(width, height);
  const scale = Math.min(1, byArea, bySide);
  const scaled = (/** @type {number} */ side) => Math.max(1, Math.round(side * scale));
  return { width: scaled(width), height: scaled(height) };
}
