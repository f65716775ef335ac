/** Starting Python: from the snapshot that this browser made of it, else from its files. */
import {
  ask,
  askCache,
  fetchChecked,
  fetchHalf,
  LOCATIONS,
  takeChecked,
  takeKept,
} from "./delivery.js";
import { nameOf } from "./download.js";
import { startPython } from "./python.js";
import { pack, unpack } from "./snapshot.js";
import { dropSnapshot, openSnapshot, readSnapshot, saveSnapshot } from "./snapshot-store.js";
import { timed } from "./timings.js";

/**
 * @typedef {import("./python.js").Bridge} Bridge
 *
 * @typedef {object} Started
 * @property {Bridge} bridge with the network loaded
 * @property {(model: string) => Promise<void>} keep makes a snapshot, with the model that is loaded,
 *   for the next start
 *
 * @typedef {object} How
 * @property {boolean} afresh go past the browser's cache, which may hold what failed before
 * @property {boolean} plain do without the snapshot
 * @property {boolean} kept the service worker has the files
 */

/**
 * @param {string} model path of the network's file
 * @param {How} how
 * @param {(progress: import("./protocol.js").Progress) => void} onProgress
 * @returns {Promise<Started>}
 */
export async function startUp(model, { afresh, plain, kept }, onProgress) {
  const canRestore = !afresh && !plain;
  // Asked before it is known how to start. What is restored needs no compiled code that the browser
  // has kept, and gets its files sooner past the service worker; a plain start is the other way round.
  const answers = canRestore && kept ? askCache() : ask(afresh);
  const snapshot = canRestore ? await openSnapshot() : null;
  if (!snapshot) {
    return startPlain(model, takeChecked(kept ? ask(afresh) : answers, model, afresh, onProgress));
  }
  try {
    return await restore(model, answers, snapshot);
  } catch (error) {
    console.warn("The snapshot cannot be used; starting without it.", error);
    await dropSnapshot();
    return startPlain(model, takeChecked(ask(false), model, false, onProgress));
  }
}

/**
 * Pyodide hangs, or speaks in riddles, when a file of its own fails; so every file is watched, and
 * whatever fails first is what is told.
 *
 * @param {string} model
 * @param {ReturnType<typeof takeChecked>} files
 * @returns {Promise<Started>}
 */
async function startPlain(model, files) {
  const python = start(files, null);
  const [{ pyodide, bridge, emscripten }, weights] = await Promise.all([
    python,
    files.weights,
    files.libraries,
    files.checked,
  ]);
  bridge.load_model(weights, nameOf(model));
  const keep = async (/** @type {string} */ loaded) => {
    const trial = Array.from(tryOut(bridge));
    const notes = { model: loaded, trial, engine: navigator.userAgent };
    pyodide.runPython("import gc; gc.collect()");
    await saveSnapshot(pack(pyodide.makeMemorySnapshot(), emscripten, notes));
  };
  return { bridge, keep };
}

/**
 * What this start needs has been kept since an earlier one, so it is trusted; if that proves wrong,
 * the files are checked in another try.
 *
 * @param {string} model
 * @param {import("./delivery.js").Answers} answers
 * @param {FileSystemSyncAccessHandle} kept
 * @returns {Promise<Started>}
 * @throws if the snapshot is damaged, or what was restored from it does not work
 */
async function restore(model, answers, kept) {
  const files = takeKept(answers);
  const snapshot = unpack(readSnapshot(kept));
  const { notes } = snapshot.header;
  if (notes.engine !== navigator.userAgent) throw new Error("Another browser made it.");
  const [{ bridge }] = await Promise.all([
    withoutTraces(() => start(files, snapshot)),
    files.engine,
    files.libraries,
  ]);
  if (String(tryOut(bridge)) !== String(notes.trial)) throw new Error("It reads differently.");
  if (notes.model !== model) {
    bridge.load_model(await fetchChecked(model, "default", () => {}), nameOf(model));
  }
  return { bridge, keep: async () => {} };
}

/**
 * Makes errors without a trace meanwhile: Pyodide makes some that nobody sees, and for each function
 * in a trace the browser reads its source once more, a megabyte of it.
 *
 * @template T
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 */
async function withoutTraces(run) {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * @param {import("./delivery.js").Files} files
 * @param {ReturnType<typeof unpack> | null} snapshot
 */
async function start({ modules, engine, libraries }, snapshot) {
  const [pyodide, { default: createModule }] = await modules;
  const compiled = { engine, libraries, fetchHalf };
  return timed(
    snapshot ? "Python restored" : "Python and NumPy started",
    startPython(pyodide.loadPyodide, createModule, compiled, LOCATIONS, snapshot),
  );
}

/**
 * Reads a drawing that is always the same. The probabilities tell whether Python computes as it did
 * when a snapshot was made.
 *
 * @param {Bridge} bridge
 */
function tryOut(bridge) {
  const side = 28;
  const pixels = Uint8Array.from({ length: side * side }, (_, i) =>
    i % 9 < 3 ? 255 - (i % 7) : 0,
  );
  const probabilities = new Float32Array(JSON.parse(bridge.describe()).labels.length);
  bridge.read(pixels, side, side, probabilities, new Uint8Array(28 * 28));
  return probabilities;
}
