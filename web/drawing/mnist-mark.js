import { INPUT_SIDE } from "../shared/input-side.js";
import { SURFACES } from "./surface.js";

/**
 * An image of MNIST's as part of a drawing, in grey levels: 0 ground, 255 ink.
 *
 * @import { Stroke } from "./strokes.js"
 * @typedef {object} MnistMark
 * @property {number} label the digit that it shows
 * @property {number[]} pixels 28 × 28, row by row
 * @property {Place} [place] where on the surface; without it, on the whole of a digit's
 *
 * @typedef {{left: number, top: number, size: number}} Place a square
 * @typedef {Stroke | MnistMark} Mark what a drawing consists of
 */

/** @type {Place} */
const WHOLE = { left: 0, top: 0, size: SURFACES.digit.width };

/**
 * @param {Mark} mark
 * @returns {mark is Stroke}
 */
export function isStroke(mark) {
  return Array.isArray(mark);
}

/**
 * Draws the image in its place, its pixels as they are: what the network sees of it is
 * the image again.
 *
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {MnistMark} mark
 * @param {string} color
 */
export function drawMnistMark(context, { pixels, place = WHOLE }, color) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = INPUT_SIDE;
  const small = canvas.getContext("2d");
  if (!small) throw new Error("This browser offers no canvas to draw on.");
  const image = new ImageData(INPUT_SIDE, INPUT_SIDE);
  for (const [i, level] of pixels.entries()) image.data[4 * i + 3] = level;
  small.putImageData(image, 0, 0);
  small.globalCompositeOperation = "source-in";
  small.fillStyle = color;
  small.fillRect(0, 0, INPUT_SIDE, INPUT_SIDE);
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, place.left, place.top, place.size, place.size);
}
