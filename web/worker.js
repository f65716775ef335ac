/** The worker: one Pyodide, one request at a time. */
import { nameOf } from "./download.js";
import { fetchChecked, startUp } from "./startup.js";

/** @type {import("./python.js").Bridge} */
let bridge;
/** @type {string[]} */
let labels = [];

/** @type {Record<string, {run: (...args: any[]) => unknown, step: string}>} */
const methods = {
  start: { run: start, step: "starting" },
  loadModel: { run: loadModel, step: "loading the network" },
  read: { run: read, step: "reading the drawing" },
};

self.onmessage = async ({ data: { id, method, args } }) => {
  const { run, step } = methods[method];
  try {
    const result = await run(...args);
    self.postMessage({ id, result });
  } catch (error) {
    console.error(error);
    self.postMessage({ id, error: explain(error, step) });
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
 * What an error says, without the traceback that Python puts before it.
 *
 * @param {any} error
 * @param {string} step
 */
function explain(error, step) {
  const lines = String(error?.message ?? error)
    .trim()
    .split("\n");
  const isPython = typeof error?.type === "string"; // Pyodide's PythonError has the exception's name
  return isPython ? `Python failed while ${step}: ${lines.at(-1)}` : lines.at(-1);
}
