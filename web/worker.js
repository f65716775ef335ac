/** The worker: one Pyodide, one request at a time. */

import { asFoundDigit } from "./reading/found-digit.js";
import { fetchChecked } from "./runtime/delivery.js";
import { nameOf } from "./runtime/download.js";
import { SnapshotError, startUp } from "./runtime/startup.js";
import { takeTimings, timed } from "./runtime/timings.js";
import { MODELS } from "./shared/files.js";
import { INPUT_SIDE } from "./shared/input-side.js";

/** @typedef {import("./runtime/startup.js").How} How */

/** @type {import("./runtime/startup.js").Started} */
let python;
/** @type {string[]} */
let labels = [];

const READING_PICTURE = "reading the picture";

/** @type {Record<string, {run: (...args: any[]) => unknown, step: string}>} */
const methods = {
  start: { run: start, step: "starting" },
  loadModel: { run: loadModel, step: "loading the network" },
  read: { run: read, step: "reading the drawing" },
  readNumber: { run: readNumber, step: "reading the number" },
  readPicture: { run: readPicture, step: READING_PICTURE },
  keepSnapshot: { run: keepSnapshot, step: "keeping a snapshot" },
};

const FIRST = modelPath(MODELS[0]);
/** @type {import("./shared/protocol.js").Progress | undefined} */
let progress;

/** @type {ReturnType<typeof begin> | null} a start that first-worker.js had begun before it is asked for */
let early = null;

self.onmessage = async ({ data }) => {
  if ("method" in data) await answer(data); // others are for preloads.js
};

/** @param {How} how */
function beginEarly(how) {
  early = begin(FIRST, how, false);
  early.catch(() => {}); // told when the page asks
}

// The name that first-worker.js gives a worker says how to begin before it is asked.
if (self.name) beginEarly(/** @type {How} */ (self.name));

/** @param {import("./shared/protocol.js").Request} request */
async function answer({ id, method, args }) {
  const { run, step } = methods[method];
  try {
    const result = await run(...args);
    self.postMessage({ id, result });
  } catch (error) {
    console.error(error);
    self.postMessage({ id, error: explain(error, step) });
  }
}

/**
 * Starts Python with a network in it; if that has begun already, sees it through.
 *
 * @param {string} model
 * @param {boolean} afresh go past the browser's cache, which may hold what failed before
 * @param {boolean} plain do without the snapshot
 * @returns {Promise<import("./runtime/timings.js").Timing[] | null>} null if only the snapshot was at fault
 */
async function start(model, afresh, plain) {
  const path = modelPath(model);
  tellProgress(); // what came before anyone listened was lost
  try {
    python = await (early ?? begin(path, plain ? "plain" : "fetched", afresh));
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    console.warn(error.message, error.cause);
    return null;
  }
  if (early && path !== FIRST) await loadModel(model);
  else readLabels();
  return takeTimings();
}

function tellProgress() {
  if (progress) self.postMessage({ progress });
}

/**
 * @param {string} path
 * @param {How} how
 * @param {boolean} afresh
 */
function begin(path, how, afresh) {
  return timed(
    "Worker, from start to finish",
    startUp(path, how, afresh, (latest) => {
      progress = latest;
      tellProgress();
    }),
  );
}

/** @param {string} model */
async function loadModel(model) {
  const path = modelPath(model);
  const name = nameOf(path);
  if (!python.bridge.use_model(name)) {
    python.bridge.load_model(await fetchChecked(path, "default", () => {}), name);
  }
  readLabels();
}

function readLabels() {
  labels = JSON.parse(python.bridge.describe()).labels;
}

/** Keeps the snapshot for the next visit as Python takes it. */
async function keepSnapshot() {
  await python.keep();
}

/**
 * @param {Uint8Array} pixels
 * @param {number} width
 * @param {number} height
 * @returns {import("./shared/protocol.js").Reading}
 */
function read(pixels, width, height) {
  const begun = performance.now();
  const probabilities = new Float32Array(labels.length);
  const networkInput = new Uint8Array(INPUT_SIDE ** 2);
  const isClass = python.bridge.read(pixels, width, height, probabilities, networkInput);
  const milliseconds = performance.now() - begun;
  const blank = isClass === undefined;
  return { blank, isClass: !!isClass, probabilities, networkInput, labels, milliseconds };
}

/**
 * @param {Uint8Array} pixels
 * @param {number} width
 * @param {number} height
 * @param {Float32Array} strokes the points that `strokePoints` gives
 * @returns {import("./shared/protocol.js").NumberReading}
 */
function readNumber(pixels, width, height, strokes) {
  const begun = performance.now();
  const { lines } = JSON.parse(python.bridge.read_number(pixels, width, height, strokes));
  const digits = lines.flat().map(asFoundDigit);
  const milliseconds = performance.now() - begun;
  return { blank: digits.length === 0, digits, width, height, labels, milliseconds };
}

/**
 * Python may be at its end with one picture, for want of memory say; it reads others all the same.
 *
 * @param {Uint8Array} pixels RGBA
 * @param {number} width
 * @param {number} height
 * @returns {import("./shared/protocol.js").PictureReading}
 */
function readPicture(pixels, width, height) {
  const begun = performance.now();
  /** @type {import("./shared/protocol.js").FoundDigit[][]} */
  let found = [];
  let failure = null;
  try {
    const { lines } = JSON.parse(python.bridge.read_picture(pixels, width, height));
    found = lines.map((/** @type {any[]} */ line) => line.map(asFoundDigit));
  } catch (error) {
    console.error(error);
    failure = explain(error, READING_PICTURE) ?? null;
  }
  const digits = found.flat();
  const lines = found.map((line) => line.map(({ label }) => label).join(""));
  const milliseconds = performance.now() - begun;
  return {
    blank: digits.length === 0,
    failure,
    lines,
    digits,
    width,
    height,
    labels,
    milliseconds,
  };
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
