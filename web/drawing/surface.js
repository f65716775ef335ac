/**
 * What is drawn on, in pad units; the origin is at the top left.
 *
 * @typedef {"digit" | "number"} SurfaceName
 * @typedef {object} Surface
 * @property {SurfaceName} name
 * @property {number} width
 * @property {number} height
 * @property {number} lineWidth of a mouse or finger
 */

/** @type {Record<SurfaceName, Surface>} */
export const SURFACES = {
  // A digit 200 tall then has MNIST's thickness, 2 of its 20 pixels.
  digit: { name: "digit", width: 280, height: 280, lineWidth: 20 },
  // So has one that is half as tall as this, of which six stand side by side.
  number: { name: "number", width: 700, height: 280, lineWidth: 14 },
};
