import { drawMarks } from "./ink.js";
import { PAD_SIZE } from "./strokes.js";

/**
 * @import { Mark } from "./picture.js"
 * @typedef {{pixels: Uint8Array, width: number, height: number}} Drawing
 *   one grey byte a pixel, row by row, 0 ground and 255 ink
 */

/**
 * Returns a function from marks to a drawing of 280 by 280 pixels, or null where none has ink.
 *
 * @returns {(marks: Mark[]) => Drawing | null}
 */
export function createRaster() {
  const canvas = document.createElement("canvas");
  canvas.width = PAD_SIZE;
  canvas.height = PAD_SIZE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser offers no canvas to draw on.");

  return function raster(marks) {
    if (marks.length === 0) return null;
    drawMarks(context, marks, "black");
    const { data } = context.getImageData(0, 0, PAD_SIZE, PAD_SIZE);
    // Coverage is in the alpha channel, whatever the colour.
    const pixels = Uint8Array.from({ length: PAD_SIZE * PAD_SIZE }, (_, i) => data[4 * i + 3]);
    const hasInk = pixels.some((value) => value > 0);
    return hasInk ? { pixels, width: PAD_SIZE, height: PAD_SIZE } : null;
  };
}
