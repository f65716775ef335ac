/** Two workers that read digits, and the functions by which they are asked. */
import { asking } from "./asking.js";

const workers = Object.fromEntries(
  ["numpy", "onnx"].map((side) => [side, asking(new Worker(`${side}.js`, { type: "module" }))]),
);

/**
 * Calls a method of a side: `load` a network, `predict` an image, or `time` readings of it.
 *
 * @param {"numpy" | "onnx"} side
 * @param {string} method
 * @param {...unknown} args
 */
window.benchCall = (side, method, ...args) => workers[side](method, ...args);
