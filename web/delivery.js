/** Bringing Pyodide its files, watched: whatever fails is named. */
import { FileError, nameOf, readChecked, request } from "./download.js";
import { FILES, LIBRARIES, LOCK } from "./files.js";
import { timed } from "./timings.js";

const FOLDER = "pyodide/";
const PYODIDE = `${FOLDER}pyodide.mjs`;
const ENGINE = `${FOLDER}pyodide.asm.mjs`;
const ENGINE_WASM = `${FOLDER}pyodide.asm.wasm`;
const PYTHON = `${FOLDER}python.zip`;
const REST = `${FOLDER}rest.zip`;
const MODULES = [PYODIDE, ENGINE];
const COMPILED = [ENGINE_WASM, ...LIBRARIES.map(({ file }) => file)];

/** What `loadPyodide` is told of where its files are. */
export const LOCATIONS = {
  indexURL: urlOf(FOLDER),
  stdLibURL: urlOf(PYTHON),
  lockFileContents: LOCK,
};

/**
 * @typedef {object} File on its way
 * @property {Promise<Response>} response
 * @property {Promise<unknown>} checked settles when the whole file has arrived as it was built
 */

/**
 * Begins to fetch all that Python starts from, and a network; every file is checked.
 *
 * @param {string} model path of the network's file
 * @param {boolean} afresh go past the browser's cache, which may hold what failed before
 * @param {(progress: import("./protocol.js").Progress) => void} onProgress
 */
export function fetchPython(model, afresh, onProgress) {
  const cache = afresh ? "reload" : "default";
  const counted = counter([...MODULES, ...COMPILED, PYTHON, model], onProgress);
  /** @type {Promise<unknown>[]} */
  const checks = [];
  const files = gather(
    (path) => {
      const file = download(path, cache, counted);
      checks.push(file.checked);
      return file;
    },
    (path) => importChecked(path, afresh, counted),
  );
  const weights = fetchChecked(model, cache, counted);
  const checked = timed("Files checked", Promise.all(checks));
  for (const promise of [weights, checked]) promise.catch(() => {}); // told where it is awaited
  return { ...files, weights, checked };
}

/** Begins to fetch the same, but for the network, as it has been kept here, and trusts it. */
export function fetchKept() {
  return gather(
    (path) => ({ response: request(path, "default"), checked: Promise.resolve() }),
    (path) => import(urlOf(path)),
  );
}

/**
 * @param {(path: string) => File} bring
 * @param {(path: string) => Promise<any>} importModule
 */
function gather(bring, importModule) {
  const library = bring(PYTHON);
  const compiled = (/** @type {string} */ path) => compile(path, bring(path));
  const files = {
    modules: timed("Pyodide's JavaScript", Promise.all(MODULES.map(importModule))),
    engine: timed("Python compiled", compiled(ENGINE_WASM)),
    libraries: timed(
      "NumPy compiled",
      Promise.all(
        LIBRARIES.map(async ({ file, path }) => ({ path, module: await compiled(file) })),
      ),
    ),
  };
  for (const promise of Object.values(files)) promise.catch(() => {}); // told where it is awaited
  answerPyodide({
    [PYTHON]: library.response,
    [ENGINE_WASM]: Promise.resolve(new Response()), // python.js has it compiled
  });
  Object.assign(self, { fetchRest }); // for bridge.py
  return files;
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
 * Begins to fetch a file. The response is for whoever uses it, unread and as the server sent it, so
 * that WebAssembly compiles while it arrives and the engine keeps what it compiled; `checked`
 * settles when the whole file has arrived.
 *
 * @param {string} path
 * @param {RequestCache} cache
 * @param {(bytes: number) => void} onBytes
 * @returns {File}
 */
function download(path, cache, onBytes) {
  const response = request(path, cache);
  const copy = response.then((answer) => answer.clone());
  return { response, checked: copy.then((answer) => readChecked(path, answer, onBytes)) };
}

/**
 * @param {string} path
 * @param {File} file
 */
async function compile(path, file) {
  return WebAssembly.compileStreaming(file.response).catch(async (error) => {
    await file.checked; // a damaged file does not compile, and its check says more
    throw new FileError(`${nameOf(path)} could not be compiled: ${error.message}`);
  });
}

/**
 * Answers what Pyodide fetches, once each, with what is on its way already.
 *
 * @param {Record<string, Promise<Response>>} responses by path
 */
function answerPyodide(responses) {
  const answers = new Map(Object.entries(responses).map(([path, answer]) => [urlOf(path), answer]));
  const fetchElsewhere = self.fetch.bind(self);
  self.fetch = (resource, init) => {
    const url = resource instanceof Request ? resource.url : String(resource);
    const answer = answers.get(url);
    answers.delete(url);
    if (answers.size === 0) self.fetch = fetchElsewhere;
    return answer ?? fetchElsewhere(resource, init);
  };
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
  const module = await import(urlOf(path)).catch(async (error) => {
    await fetchChecked(path, "default", onBytes); // says more than the browser does
    throw new FileError(`${nameOf(path)} could not be run: ${error.message}`);
  });
  if (!afresh) await fetchChecked(path, "force-cache", onBytes);
  return module;
}

/** Fetches the archive of what is not loaded at start, while Python waits for an import. */
function fetchRest() {
  const xhr = new XMLHttpRequest();
  xhr.open("GET", urlOf(REST), false);
  xhr.responseType = "arraybuffer";
  xhr.send();
  if (xhr.status !== 200) {
    throw new FileError(`${nameOf(REST)} could not be fetched: the server answered ${xhr.status}.`);
  }
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

/** @param {string} path */
function urlOf(path) {
  return new URL(path, import.meta.url).href;
}
