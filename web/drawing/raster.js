import { drawMarks } from "./ink.js";
import { strokePoints } from "./stroke-points.js";

/**
 * @import { Mark } from "./mnist-mark.js"
 * @import { Surface, SurfaceName } from "./surface.js"
 * @typedef {object} Drawing
 * @property {SurfaceName} surface
 * @property {Uint8Array} pixels one grey byte a pixel, row by row, 0 ground and 255 ink
 * @property {number} width
 * @property {number} height
 * @property {Float32Array} [strokes] of a number, as `strokePoints` gives them
 */

/**
 * Returns a function from marks to a drawing with a pixel for each unit of the surface, or null
 * where none has ink.
 *
 * @returns {(marks: Mark[], surface: Surface) => Drawing | null}
 */
export function createRaster() {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser offers no canvas to draw on.");

  return function raster(marks, surface) {
    if (marks.length === 0) return null;
    const { name, width, height } = surface;
    if (canvas.width !== width) Object.assign(canvas, { width, height });
    drawMarks(context, marks, surface, "black");
    const { data } = context.getImageData(0, 0, width, height);
    const pixels = new Uint8Array(width * height);
    // Coverage is in the alpha channel, whatever the colour.
    for (let i = 0; i < pixels.length; i++) pixels[i] = data[4 * i + 3];
    const hasInk = pixels.some((value) => value > 0);
    if (!hasInk) return null;
    const drawing = { surface: name, pixels, width, height };
    return name === "number" ? { ...drawing, strokes: strokePoints(marks) } : drawing;
  };
}
