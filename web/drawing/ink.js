import { drawMnistMark, isStroke } from "./mnist-mark.js";
import { segments } from "./strokes.js";

/**
 * @import { Mark } from "./mnist-mark.js"
 * @import { Point, Stroke } from "./strokes.js"
 * @import { Surface } from "./surface.js"
 */

/**
 * Clear a canvas, which has the proportions of the surface, and draw over the whole of it.
 *
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {Mark[]} drawing
 * @param {Surface} surface
 * @param {string} color
 */
export function drawMarks(context, drawing, surface, color) {
  const { width, height } = context.canvas;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(width / surface.width, 0, 0, height / surface.height, 0, 0);
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = color;
  context.fillStyle = color;
  for (const mark of drawing) {
    if (!isStroke(mark)) drawMnistMark(context, mark, color);
    else if (mark.length === 1) drawDot(context, mark[0]);
    else drawStroke(context, mark);
  }
}

/**
 * A canvas draws nothing for a line of no length, whatever its ends.
 *
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {Point} point
 */
function drawDot(context, { x, y, width }) {
  context.beginPath();
  context.arc(x, y, width / 2, 0, 2 * Math.PI);
  context.fill();
}

/**
 * One path for each run of equal width, so that a mouse's line is stroked at once.
 *
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {Stroke} stroke
 */
function drawStroke(context, stroke) {
  let width = 0;
  for (const { start, control, end, width: nextWidth } of segments(stroke)) {
    if (nextWidth !== width) {
      if (width > 0) context.stroke();
      width = nextWidth;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(start.x, start.y);
    }
    context.quadraticCurveTo(control.x, control.y, end.x, end.y);
  }
  context.stroke();
}
