/** Starting Python: from the snapshot that the build made of it, else from its files. */
import {
  fetchChecked,
  fetchHalf,
  fetchPlainStart,
  fetchSnapshot,
  fetchStart,
  LOCATIONS,
  mountLazyLibrary,
  SNAPSHOT,
  takeStart,
} from "./delivery.js";
import { FileError, nameOf } from "./download.js";
import { startPython } from "./python.js";
import { fillMemory, newMemory } from "./snapshot.js";
import { dropSnapshot, openSnapshot, readSnapshot, saveSnapshot } from "./snapshot-store.js";
import { timed } from "./timings.js";
import { tryOut } from "./trial.js";

/**
 * @import { Files } from "./delivery.js"
 * @import { Image, Snapshot } from "./snapshot.js"
 * @typedef {import("./python.js").Bridge} Bridge
 * @typedef {Uint8Array<ArrayBuffer>} Packed
 *
 * @typedef {object} Started
 * @property {Bridge} bridge with the network loaded
 * @property {() => Promise<void>} keep makes the next start faster
 *
 * @typedef {"plain" | "kept" | "given" | "fetched"} How without the snapshot, or with one: the service
 *   worker has all files; the page fetches the snapshot; the worker does
 */

/** What is wrong is the snapshot: a worker that starts plainly, and anew, will do. */
export class SnapshotError extends Error {}

/**
 * @param {string} model path of the network's file
 * @param {How} how
 * @param {boolean} afresh go past the browser's cache, which may hold what failed before
 * @param {(progress: import("../shared/protocol.js").Progress) => void} onProgress
 * @returns {Promise<Started>}
 * @throws {SnapshotError | FileError | Error}
 */
export async function startUp(model, how, afresh, onProgress) {
  if (how === "plain") return startPlain(model, fetchPlainStart(model, afresh, onProgress));
  try {
    if (how === "kept") return await startKept(model);
    return await startFirst(model, how === "given", afresh, onProgress);
  } catch (error) {
    // Without one of the other files a plain start would fail, too.
    if (error instanceof FileError && error.path !== SNAPSHOT) throw error;
    await dropSnapshot();
    throw new SnapshotError("The snapshot cannot be used.", { cause: error });
  }
}

/**
 * @param {string} model
 * @param {boolean} isGiven
 * @param {boolean} afresh
 * @param {(progress: import("../shared/protocol.js").Progress) => void} onProgress
 */
async function startFirst(model, isGiven, afresh, onProgress) {
  const files = fetchStart(isGiven, afresh, onProgress);
  const memory = newMemory();
  const image = files.snapshot.then((data) => fillFrom(memory, data));
  const bridge = await restore(model, files, { memory, image });
  return { bridge, keep: async () => saveSnapshot(await fetchSnapshot("force-cache")) };
}

/** @param {string} model */
async function startKept(model) {
  const files = takeStart();
  const memory = newMemory();
  const file = await openSnapshot();
  const kept = file && tryToRead(file, memory);
  const image = kept ?? files.fetchSnapshot().then((data) => fillFrom(memory, data));
  const bridge = await restore(model, files, { memory, image: Promise.resolve(image) });
  return {
    bridge,
    keep: async () => (kept ? undefined : saveSnapshot(await files.fetchSnapshot())),
  };
}

/**
 * @param {FileSystemSyncAccessHandle} file
 * @param {WebAssembly.Memory} memory
 * @returns {Image | null} null if it is damaged
 */
function tryToRead(file, memory) {
  try {
    return readSnapshot(file, memory);
  } catch (error) {
    console.warn("The snapshot that was kept cannot be used.", error);
    return null;
  }
}

/**
 * @param {WebAssembly.Memory} memory
 * @param {Packed} data
 */
function fillFrom(memory, data) {
  return fillMemory(memory, (target, at) => target.set(data.subarray(at, at + target.length)));
}

/**
 * Pyodide hangs, or speaks in riddles, when a file of its own fails; so every file is watched, and
 * whatever fails first is what is told.
 *
 * @param {string} model
 * @param {ReturnType<typeof fetchPlainStart>} files
 * @returns {Promise<Started>}
 */
async function startPlain(model, files) {
  const [{ bridge }, weights] = await Promise.all([
    start(files, null),
    files.weights,
    files.libraries,
    files.arrived,
  ]);
  bridge.load_model(weights, nameOf(model));
  return { bridge, keep: async () => {} };
}

/**
 * @param {string} model
 * @param {Files} files
 * @param {Snapshot} snapshot
 * @returns {Promise<Bridge>}
 * @throws if the snapshot is damaged, or what was restored from it does not work
 */
async function restore(model, files, snapshot) {
  const [{ pyodide, bridge }, { header }] = await Promise.all([
    withoutTraces(() => start(files, snapshot)),
    snapshot.image,
    files.engine,
    files.libraries,
    files.arrived,
  ]);
  mountLazyLibrary(pyodide.FS);
  bridge.reseed();
  if (String(tryOut(bridge)) !== String(header.notes.trial))
    throw new Error("It reads differently.");
  if (header.notes.model !== nameOf(model)) {
    bridge.load_model(await fetchChecked(model, "default", () => {}), nameOf(model));
  }
  return bridge;
}

/**
 * Makes errors without a trace meanwhile: Pyodide makes some that nobody sees, and for each function
 * in a trace the browser reads its source once more, a third of a megabyte of it.
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
 * @param {Files} files
 * @param {Snapshot | null} snapshot
 */
async function start({ modules, engine, libraries }, snapshot) {
  const [pyodide, { default: createModule }] = await modules;
  const compiled = { engine, libraries, fetchHalf };
  return timed(
    snapshot ? "Python restored" : "Python and NumPy started",
    startPython(pyodide.loadPyodide, createModule, compiled, LOCATIONS, snapshot),
  );
}
