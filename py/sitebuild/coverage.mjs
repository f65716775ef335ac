/**
 * Finds out which functions of the WebAssembly files the page uses: `node coverage.mjs SETTINGS`.
 *
 * SETTINGS is JSON: `folder` holds Pyodide's files, `folderOfWasm` WebAssembly that split.py has
 * instrumented; `libraries` and `lock` are as the site has them; `model` is a trained network's
 * file. Python is started as the page starts it, from nothing and from a snapshot, and reads
 * drawings. Writes JSON to `out`: for each file the functions that were called, counted from the first
 * that the file defines.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { tryOut } from "../../web/runtime/trial.js";
import { INPUT_SIDE } from "../../web/shared/input-side.js";
import { startAsPage } from "./page_python.mjs";
import { filled } from "./snapshot_format.mjs";
import { takeSnapshot } from "./take_snapshot.mjs";

const COVERAGE = "inkglass coverage";
const READINGS = 100;
const LARGEST = 600;

const { model, out, ...settings } = JSON.parse(process.argv[2]);
/** The functions called, by how many the file has: the page's order of linking is always the same. */
const called = [];
const instances = watchInstances();

const started = await startAsPage({ ...settings, makesSnapshot: true });
load(started.bridge);
read(started.bridge);
started.pyodide.runPython("import gc; gc.collect()");
note();
const snapshot = await takeSnapshot(started, settings, {});
note();
const restored = await startAsPage({ ...settings, snapshot: filled(snapshot) });
restored.bridge.reseed();
tryOut(restored.bridge);
read(restored.bridge);
load(restored.bridge);
loadWhatIsNone(restored.bridge);
note();

const files = ["pyodide/pyodide.asm.wasm", ...settings.libraries.map(({ file }) => file)];
writeFileSync(
  out,
  JSON.stringify(Object.fromEntries(files.map((file, i) => [file, [...called[i]]]))),
);

/** Returns a list to which each instance of an instrumented file is added. */
function watchInstances() {
  const found = [];
  const { instantiate, Instance } = WebAssembly;
  const add = (instance) => {
    if (instance.exports?.[COVERAGE]) found.push(instance);
  };
  WebAssembly.instantiate = async (module, imports) => {
    const result = await instantiate(module, imports);
    add(result);
    return result;
  };
  WebAssembly.Instance = class extends Instance {
    constructor(module, imports) {
      super(module, imports);
      add(this);
    }
  };
  return found;
}

/** Takes down what has been called of the instances made since the last time. */
function note() {
  for (const [i, { exports }] of instances.splice(0).entries()) {
    const marks = exports[COVERAGE];
    called[i] ??= new Set();
    for (let k = 0; k < marks.length; k++) if (marks.get(k) !== null) called[i].add(k);
  }
}

function load(bridge) {
  bridge.load_model(new Uint8Array(readFileSync(model)), "model");
}

/** After this there can be no snapshot, since Python holds the error for whoever asks. */
function loadWhatIsNone(bridge) {
  try {
    bridge.load_model(new Uint8Array(9), "broken");
  } catch (error) {
    if (String(error.message).includes("ValueError")) return;
    throw error;
  }
  throw new Error("What is no network was taken for one.");
}

/** Reads a blank pad, and drawings. */
function read(bridge) {
  const probabilities = new Float32Array(JSON.parse(bridge.describe()).labels.length);
  const random = randomNumbers(1);
  for (let i = 0; i <= READINGS; i++) {
    const [width, height] = [1 + random(LARGEST), 1 + random(LARGEST)];
    const pixels = i === 0 ? new Uint8Array(width * height) : drawing(width, height, random);
    bridge.read(pixels, width, height, probabilities, new Uint8Array(INPUT_SIDE ** 2));
  }
}

/** A few bars of ink. */
function drawing(width, height, random) {
  const pixels = new Uint8Array(width * height);
  for (let bars = 1 + random(4); bars > 0; bars--) {
    const [left, top] = [random(width), random(height)];
    const [right, bottom] = [left + 1 + random(width), top + 1 + random(height)];
    for (let y = top; y < Math.min(bottom, height); y++) {
      pixels.fill(1 + random(255), y * width + left, y * width + Math.min(right, width));
    }
  }
  return pixels;
}

/** Returns a function that draws a whole number below another: the minimal standard generator. */
function randomNumbers(seed) {
  let state = seed;
  return (below) => {
    state = (state * 16807) % 2147483647;
    return state % below;
  };
}
