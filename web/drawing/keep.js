/** Drawings outlive a reload: they are kept for as long as the tab is open. */
import { INPUT_SIDE } from "../shared/input-side.js";
import { isStroke } from "./mnist-mark.js";

/**
 * @import { Mark } from "./mnist-mark.js"
 * @import { SurfaceName } from "./surface.js"
 */

/** @type {Record<SurfaceName, string>} */
const KEYS = { digit: "inkglass:drawing", number: "inkglass:number" };

/** A captured pointer leaves the pad by a screen or two; what lies beyond was not drawn here. */
const FARTHEST = 10_000;
const WIDEST = 100;

/** How points were spaced in time whose times an older version did not keep, in milliseconds. */
const USUAL_GAP = 16;

/**
 * Takes note of what is drawn on a surface, or that nothing is.
 *
 * @param {SurfaceName} surface
 * @param {Mark[]} drawing
 */
export function keepDrawing(surface, drawing) {
  try {
    if (drawing.length === 0) sessionStorage.removeItem(KEYS[surface]);
    else sessionStorage.setItem(KEYS[surface], JSON.stringify(drawing));
  } catch {
    // Storage is refused or full: this drawing ends with the page.
  }
}

/**
 * What was last kept; none where nothing, or nothing that can be drawn, was kept.
 *
 * @param {SurfaceName} surface
 * @returns {Mark[]}
 */
export function keptDrawing(surface) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEYS[surface]) ?? "[]");
    return isDrawing(kept) ? withTimes(kept) : [];
  } catch {
    return [];
  }
}

/** @param {unknown} value */
function isDrawing(value) {
  return Array.isArray(value) && value.every((mark) => isLine(mark) || isMnistMark(mark));
}

/** @param {unknown} value */
function isLine(value) {
  return Array.isArray(value) && value.length > 0 && value.every(isPoint);
}

/** @param {any} value */
function isMnistMark(value) {
  return (
    isBetween(value?.label, 0, 9) &&
    Array.isArray(value.pixels) &&
    value.pixels.length === INPUT_SIDE ** 2 &&
    value.pixels.every((/** @type {unknown} */ level) => isBetween(level, 0, 255)) &&
    (value.place === undefined || isPlace(value.place))
  );
}

/** @param {any} value */
function isPlace(value) {
  return (
    isBetween(value?.left, -FARTHEST, FARTHEST) &&
    isBetween(value.top, -FARTHEST, FARTHEST) &&
    isBetween(value.size, 1, FARTHEST)
  );
}

/** @param {any} value */
function isPoint(value) {
  return (
    isBetween(value?.x, -FARTHEST, FARTHEST) &&
    isBetween(value.y, -FARTHEST, FARTHEST) &&
    isBetween(value.width, 0, WIDEST) &&
    (value.time === undefined || isBetween(value.time, 0, Number.MAX_SAFE_INTEGER))
  );
}

/** @param {Mark[]} drawing */
function withTimes(drawing) {
  let latest = 0;
  return drawing.map((mark) => {
    if (!isStroke(mark)) return mark;
    return mark.map((point) => {
      latest = point.time ?? latest + USUAL_GAP;
      return { ...point, time: latest };
    });
  });
}

/** @param {unknown} value @param {number} low @param {number} high */
function isBetween(value, low, high) {
  return typeof value === "number" && low <= value && value <= high;
}
