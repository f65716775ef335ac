/** What the worker does before it can read: fetches, checks and starts Python, and tells how far. */
import { FileError, nameOf, readChecked, request } from "./download.js";
import { FILES, LOCK, START } from "./files.js";
import { startPython } from "./python.js";

const PYODIDE = "pyodide/pyodide.mjs";
const PYODIDE_ASM = "pyodide/pyodide.asm.mjs";
const REST = "pyodide/rest.zip";

/**
 * Starts Python and fetches a network at the same time. Pyodide hangs, or speaks in riddles, when
 * a file of its own fails; so every file is watched here, and whatever fails first is what is told.
 *
 * @param {string} model path of the network's file
 * @param {boolean} afresh go past the browser's cache, which may hold what failed before
 * @param {(progress: import("./protocol.js").Progress) => void} onProgress
 */
export async function startUp(model, afresh, onProgress) {
  const cache = afresh ? "reload" : "default";
  const counted = counter([...START, PYODIDE, PYODIDE_ASM, model], onProgress);
  const modules = Promise.all(
    [PYODIDE, PYODIDE_ASM].map((path) => importChecked(path, afresh, counted)),
  );
  const checks = serveToPyodide(START, cache, counted);
  const weights = fetchChecked(model, cache, counted);
  const python = modules.then(([pyodide, asm]) =>
    startPython(pyodide.loadPyodide, options(asm.default), fetchRest),
  );
  const [{ bridge }, data] = await Promise.all([python, weights, ...checks]);
  return { bridge, weights: data };
}

/**
 * @param {string} path
 * @param {RequestCache} cache
 * @param {(bytes: number) => void} onBytes
 */
export async function fetchChecked(path, cache, onBytes) {
  return readChecked(path, await request(path, cache), onBytes);
}

/** @param {unknown} createPyodideModule */
function options(createPyodideModule) {
  const folder = new URL("pyodide/", import.meta.url).href;
  return { createPyodideModule, indexURL: folder, packageBaseUrl: folder, lockFileContents: LOCK };
}

/**
 * Begins to fetch `paths` and hands the responses to Pyodide when it asks for them, unread and as
 * the server sent them, so that WebAssembly compiles while it arrives and the engine keeps what it
 * compiled.
 *
 * @param {string[]} paths
 * @param {RequestCache} cache
 * @param {(bytes: number) => void} onBytes
 * @returns {Promise<Uint8Array>[]} a check of each file
 */
function serveToPyodide(paths, cache, onBytes) {
  const answers = new Map(
    paths.map((path) => [new URL(path, import.meta.url).href, request(path, cache)]),
  );
  const copies = [...answers.values()].map((answer) => answer.then((response) => response.clone()));
  const fetchElsewhere = self.fetch.bind(self);
  self.fetch = (resource, init) => {
    const url = new URL(resource instanceof Request ? resource.url : resource, import.meta.url)
      .href;
    const answer = answers.get(url);
    answers.delete(url);
    return answer ?? fetchElsewhere(resource, init);
  };
  return copies.map(async (copy, i) => readChecked(paths[i], await copy, onBytes));
}

/**
 * Imports one of Pyodide's modules, and compares what was imported with what was built.
 *
 * @param {string} path
 * @param {boolean} afresh
 * @param {(bytes: number) => void} onBytes
 */
async function importChecked(path, afresh, onBytes) {
  if (afresh) await fetchChecked(path, "reload", onBytes);
  const module = await import(new URL(path, import.meta.url).href).catch(async (error) => {
    await fetchChecked(path, "default", onBytes); // says more than the browser does
    throw new FileError(`${nameOf(path)} could not be run: ${error.message}`);
  });
  if (!afresh) await fetchChecked(path, "force-cache", onBytes);
  return module;
}

/** Fetches the archive of what is not loaded at start, while Python waits for an import. */
function fetchRest() {
  const xhr = new XMLHttpRequest();
  xhr.open("GET", new URL(REST, import.meta.url), false);
  xhr.responseType = "arraybuffer";
  xhr.send();
  if (xhr.status !== 200)
    throw new FileError(`${nameOf(REST)} could not be fetched: the server answered ${xhr.status}.`);
  return new Uint8Array(xhr.response);
}

/**
 * Returns a function that counts arriving bytes and reports them against the known total.
 *
 * @param {string[]} paths
 * @param {(progress: import("./protocol.js").Progress) => void} onProgress
 */
function counter(paths, onProgress) {
  const total = paths.reduce((sum, path) => sum + FILES[path].bytes, 0);
  let loaded = 0;
  return (/** @type {number} */ bytes) => {
    loaded = Math.min(loaded + bytes, total);
    onProgress({ stage: loaded < total ? "Fetching Python" : "Starting Python", loaded, total });
  };
}
