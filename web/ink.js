import { PAD_SIZE, segments } from "./strokes.js";

/** @import { Point, Stroke } from "./strokes.js" */

/**
 * Clear a square canvas and draw strokes over the whole of it.
 *
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {Stroke[]} strokes
 * @param {string} color
 */
export function drawStrokes(context, strokes, color) {
  const size = context.canvas.width;
  const scale = size / PAD_SIZE;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, size, size);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = color;
  context.fillStyle = color;
  for (const stroke of strokes) {
    if (stroke.length === 1) drawDot(context, stroke[0]);
    else drawStroke(context, stroke);
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
