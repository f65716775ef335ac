/** The worker: one Pyodide, one request at a time. */
import { nameOf } from "./download.js";
import { fetchChecked, startUp } from "./startup.js";

/** @type {import("./python.js").Bridge} */
let bridge;
/** @type {string[]} */
let labels = [];

/** @type {Record<string, (...args: any[]) => unknown>} */
const methods = { start, loadModel, read };

self.onmessage = async ({ data: { id, method, args } }) => {
  try {
    const result = await methods[method](...args);
    self.postMessage({ id, result });
  } catch (error) {
    console.error(error);
    self.postMessage({ id, error: lastLine(error) });
  }
};

/**
 * Starts Python and loads a network.
 *
 * @param {string} model
 * @param {boolean} afresh
 */
async function start(model, afresh) {
  const path = modelPath(model);
  const started = await startUp(path, afresh, (progress) => self.postMessage({ progress }));
  bridge = started.bridge;
  use(path, started.weights);
}

/** @param {string} model */
async function loadModel(model) {
  const path = modelPath(model);
  use(path, await fetchChecked(path, "default", () => {}));
}

/**
 * @param {string} path
 * @param {Uint8Array} weights
 */
function use(path, weights) {
  labels = JSON.parse(bridge.load_model(weights, nameOf(path))).labels;
}

/**
 * @param {Uint8Array} pixels
 * @param {number} width
 * @param {number} height
 * @returns {import("./protocol.js").Reading}
 */
function read(pixels, width, height) {
  const begun = performance.now();
  const probabilities = new Float32Array(labels.length);
  const networkInput = new Uint8Array(28 * 28);
  const blank = !bridge.read(pixels, width, height, probabilities, networkInput);
  return { blank, probabilities, networkInput, labels, milliseconds: performance.now() - begun };
}

/** @param {string} model */
function modelPath(model) {
  return `models/${model}.npz`;
}

/**
 * What an error says, without Python's traceback before it.
 *
 * @param {any} error
 */
function lastLine(error) {
  const lines = String(error?.message ?? error)
    .trim()
    .split("\n");
  return lines[lines.length - 1].replace(/^(?:\w+\.)*\w*Error: /, "");
}
