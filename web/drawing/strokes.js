/**
 * Strokes as plain data, in pad units: those of the surface that is drawn on.
 *
 * @typedef {object} Point where the pen was
 * @property {number} x
 * @property {number} y
 * @property {number} width of the line
 * @property {number} time when, in milliseconds since the drawing's first point
 *
 * @typedef {Point[]} Stroke
 * @typedef {{x: number, y: number}} Position
 * @typedef {{start: Position, control: Position, end: Position, width: number}} Segment
 *   a quadratic curve
 */

/** Points nearer than this add noise and work, and no shape. */
const MIN_DISTANCE = 1;

/**
 * The line width for a pointer, in pad units. Only a pen's pressure, 0 to 1, counts: mice and
 * fingers report constants. A pen at 0.5 draws as a mouse does.
 *
 * @param {number} usual the width of a mouse's line
 * @param {string} pointerType
 * @param {number} pressure
 */
export function lineWidth(usual, pointerType, pressure) {
  return pointerType === "pen" ? usual * (0.4 + 1.2 * pressure) : usual;
}

/**
 * Add a point to the end of a stroke, unless the pen has hardly moved.
 *
 * @param {Stroke} stroke changed in place: it grows by hundreds of points a second
 * @param {Point} point
 */
export function extendStroke(stroke, point) {
  const last = stroke.at(-1);
  if (last && Math.hypot(point.x - last.x, point.y - last.y) < MIN_DISTANCE) return;
  stroke.push(point);
}

/**
 * A smooth line through a stroke: quadratic curves between the midpoints of its points, which are
 * their control points.
 *
 * @param {Stroke} stroke
 * @returns {Segment[]}
 */
export function segments(stroke) {
  return stroke.map((point, i) => {
    const before = stroke[i - 1];
    const after = stroke[i + 1];
    return {
      start: before ? midpoint(before, point) : point,
      control: point,
      end: after ? midpoint(point, after) : point,
      width: point.width,
    };
  });
}

/**
 * @param {Position} a
 * @param {Position} b
 * @returns {Position}
 */
function midpoint(a, b) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
