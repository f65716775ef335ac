import { isStroke } from "./mnist-mark.js";
import { segments } from "./strokes.js";

/** @import { Mark } from "./mnist-mark.js" */

/**
 * Points on the curves that strokes are drawn as: by them Python can tell which ink was drawn in one
 * go.
 *
 * @param {Mark[]} marks
 * @returns {Float32Array} for each point its stroke's number, x, y and the line's width
 */
export function strokePoints(marks) {
  const values = marks.filter(isStroke).flatMap((stroke, number) =>
    segments(stroke).flatMap(({ start, control, end, width }) => {
      const middle = {
        x: (start.x + 2 * control.x + end.x) / 4,
        y: (start.y + 2 * control.y + end.y) / 4,
      };
      return [start, middle, end].flatMap(({ x, y }) => [number, x, y, width]);
    }),
  );
  return new Float32Array(values);
}
