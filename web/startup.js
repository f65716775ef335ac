/** What the worker does before it can read: fetches, checks and starts Python, and tells how far. */
import { FileError, nameOf, readChecked, request } from "./download.js";
import { FILES, LIBRARIES, LOCK } from "./files.js";
import { startPython } from "./python.js";

const FOLDER = "pyodide/";
const PYODIDE = `${FOLDER}pyodide.mjs`;
const ENGINE = `${FOLDER}pyodide.asm.mjs`;
const ENGINE_WASM = `${FOLDER}pyodide.asm.wasm`;
const PYTHON = `${FOLDER}python.zip`;
const REST = `${FOLDER}rest.zip`;

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
  const modules = [PYODIDE, ENGINE];
  const files = [ENGINE_WASM, PYTHON, ...LIBRARIES.map(({ file }) => file)];
  const counted = counter([...modules, ...files, model], onProgress);
  const imports = Promise.all(modules.map((path) => importChecked(path, afresh, counted)));
  const downloads = new Map(files.map((path) => [path, download(path, cache, counted)]));
  const weights = fetchChecked(model, cache, counted);
  const libraries = Promise.all(
    LIBRARIES.map(({ file, path }) => compile(path, downloads.get(file))),
  );
  serveToPyodide([ENGINE_WASM, PYTHON], downloads);
  Object.assign(self, { fetchRest }); // for bridge.py
  const python = imports.then(([pyodide, engine]) =>
    startPython(pyodide.loadPyodide, engine.default, libraries, options()),
  );
  const checks = Array.from(downloads.values(), ({ checked }) => checked);
  const [{ bridge }, data] = await Promise.all([python, weights, libraries, ...checks]);
  return { bridge, weights: data };
}

function options() {
  return {
    indexURL: new URL(FOLDER, import.meta.url).href,
    stdLibURL: new URL(PYTHON, import.meta.url).href,
    lockFileContents: LOCK,
  };
}

/**
 * Begins to fetch a file. The response is for whoever uses it, unread and as the server sent it, so
 * that WebAssembly compiles while it arrives and the engine keeps what it compiled; `checked`
 * settles when the whole file has arrived.
 *
 * @param {string} path
 * @param {RequestCache} cache
 * @param {(bytes: number) => void} onBytes
 */
function download(path, cache, onBytes) {
  const response = request(path, cache);
  const copy = response.then((answer) => answer.clone());
  return { response, checked: copy.then((answer) => readChecked(path, answer, onBytes)) };
}

/**
 * @param {string} path
 * @param {ReturnType<typeof download> | undefined} library
 */
async function compile(path, library) {
  if (!library) throw new Error(`${path} is not being fetched`);
  const module = await WebAssembly.compileStreaming(library.response).catch(async (error) => {
    await library.checked; // a damaged file does not compile, and its check says more
    throw new FileError(`${nameOf(path)} could not be compiled: ${error.message}`);
  });
  return { path, module };
}

/**
 * Lets Pyodide have, when it asks for them, files that are already on their way.
 *
 * @param {string[]} paths
 * @param {Map<string, ReturnType<typeof download>>} downloads
 */
function serveToPyodide(paths, downloads) {
  const answers = new Map(
    paths.map((path) => [new URL(path, import.meta.url).href, downloads.get(path)?.response]),
  );
  const fetchElsewhere = self.fetch.bind(self);
  self.fetch = (resource, init) => {
    const url = new URL(resource instanceof Request ? resource.url : resource, import.meta.url);
    const answer = answers.get(url.href);
    answers.delete(url.href);
    return answer ?? fetchElsewhere(resource, init);
  };
}

/**
 * @param {string} path
 * @param {RequestCache} cache
 * @param {(bytes: number) => void} onBytes
 */
export async function fetchChecked(path, cache, onBytes) {
  return readChecked(path, await request(path, cache), onBytes);
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
