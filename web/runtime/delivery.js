/** Bringing Pyodide its files, watched: whatever fails is named. */

import { FILES, LIBRARIES, LOCK, VERSION } from "../shared/files.js";
import { siteUrl } from "../shared/site-url.js";
import { FileError, readChecked, request } from "./download.js";
import { fetchNow } from "./fetch-now.js";
import { createInflater } from "./inflate.js";
import { takeModule, takeSnapshot } from "./preloads.js";
import { timed } from "./timings.js";
import { ENGINE, WASM } from "./wasm-files.js";

/**
 * @import { Part } from "./wasm-halves.js"
 * @import { Library } from "./python.js"
 * @import { Progress } from "../shared/protocol.js"
 *
 * @typedef {object} Files what Python starts from
 * @property {Promise<any[]>} modules
 * @property {Promise<Part>} engine
 * @property {Promise<Library[]>} libraries
 * @property {Promise<unknown>} arrived all that is compiled has arrived and, if it has come over the
 *   network, is what was built
 *
 * @typedef {(path: string) => Promise<Response>} Ask
 * @typedef {(bytes: number) => void} OnBytes
 */

const FOLDER = "pyodide/";
const MODULES = [`${FOLDER}pyodide.mjs`, `${FOLDER}pyodide.asm.mjs`];
const PYTHON = `${FOLDER}python.zip`;
const REST = `${FOLDER}rest.zip`;
export const SNAPSHOT = `${FOLDER}python.snapshot`;

const browserFetch = self.fetch.bind(self);

/** What `loadPyodide` is told of where its files are. */
export const LOCATIONS = {
  indexURL: siteUrl(FOLDER),
  stdLibURL: siteUrl(PYTHON),
  lockFileContents: LOCK,
};

/**
 * Fetches what a start from a snapshot takes; every file is checked.
 *
 * @param {boolean} isGiven whether the page fetches the snapshot
 * @param {boolean} afresh go past the browser's cache, which may hold what failed before
 * @param {(progress: Progress) => void} onProgress
 * @returns {Files & {snapshot: Promise<Uint8Array<ArrayBuffer>>}}
 */
export function fetchStart(isGiven, afresh, onProgress) {
  const counted = counter([...MODULES, ...WASM, SNAPSHOT], onProgress);
  const ask = askNetwork(afresh);
  const snapshot = isGiven ? takeSnapshot(counted) : fetchInflated(ask(SNAPSHOT), counted);
  answerPyodide(Promise.resolve(new Response()));
  return { ...fetchParts(ask, afresh, counted, null), snapshot: quiet(snapshot) };
}

/**
 * Fetches what a start from nothing takes; every file is checked.
 *
 * @param {string} model path of the network's file
 * @param {boolean} afresh
 * @param {(progress: Progress) => void} onProgress
 * @returns {Files & {weights: Promise<Uint8Array>}}
 */
export function fetchPlainStart(model, afresh, onProgress) {
  const counted = counter([...MODULES, ...WASM, ...WASM.map(dataOf), PYTHON, model], onProgress);
  const ask = askNetwork(afresh);
  const python = ask(PYTHON);
  const check = checked(PYTHON, python, counted);
  answerPyodide(python);
  const files = fetchParts(ask, afresh, counted, dataOf);
  const arrived = Promise.all([files.arrived, check]);
  const weights = fetchChecked(model, afresh ? "reload" : "default", counted);
  return { ...files, arrived: quiet(arrived), weights: quiet(weights) };
}

/**
 * Takes what a start from a snapshot takes as the service worker has kept it: unchecked, as it was
 * checked before it was kept.
 *
 * @returns {Files & {fetchSnapshot: () => Promise<Uint8Array<ArrayBuffer>>}}
 */
export function takeStart() {
  const compile = (/** @type {string} */ path) =>
    takeModule(path).catch(async () => {
      const answer = await askCache(path);
      return WebAssembly.compile(await answer.arrayBuffer());
    });
  answerPyodide(Promise.resolve(new Response()));
  return {
    ...compileAll(compile, null),
    modules: importAll((path) => import(siteUrl(path))),
    arrived: Promise.resolve(),
    fetchSnapshot: () => fetchInflated(askCache(SNAPSHOT), () => {}),
  };
}

/**
 * Fetches the snapshot, inflated and checked.
 *
 * @param {RequestCache} cache
 */
export function fetchSnapshot(cache) {
  return fetchInflated(request(SNAPSHOT, cache), () => {});
}

/**
 * Puts a file into Python's file system that is fetched when Python reads it: the library, of which
 * a snapshot holds what is in use.
 *
 * @param {any} fileSystem Emscripten's
 */
export function mountLazyLibrary(fileSystem) {
  const [name] = fileSystem.readdir("/lib").filter((/** @type {string} */ n) => n.endsWith(".zip"));
  const { node } = fileSystem.lookupPath(`/lib/${name}`);
  node.usedBytes = FILES[PYTHON].bytes;
  Object.defineProperty(node, "contents", {
    configurable: true,
    get() {
      const contents = fetchNow(PYTHON);
      Object.defineProperty(node, "contents", { value: contents, writable: true });
      return contents;
    },
  });
}

/**
 * Fetches the functions of a WebAssembly file that a start does not call, while Python waits.
 *
 * @param {string} file
 */
export function fetchHalf(file) {
  return fetchNow(file.replace(".wasm", ".rest.wasm"));
}

/**
 * @param {string} path
 * @param {RequestCache} cache
 * @param {OnBytes} onBytes
 */
export async function fetchChecked(path, cache, onBytes) {
  return readChecked(path, await request(path, cache), onBytes);
}

/**
 * @param {Ask} ask
 * @param {boolean} afresh
 * @param {OnBytes} counted
 * @param {((path: string) => string) | null} nameData says where the data of a file is
 * @returns {Files}
 */
function fetchParts(ask, afresh, counted, nameData) {
  /** @type {Promise<unknown>[]} */
  const checks = [];
  const compile = (/** @type {string} */ path) => {
    // The answer itself stays as the server sent it, so that WebAssembly compiles while it arrives
    // and the engine keeps what it compiled.
    const answer = ask(path);
    const check = checked(path, answer, counted);
    checks.push(check);
    return compileStreaming(path, answer, check);
  };
  const modules = importAll((path) => {
    const imported = importNamed(path, afresh);
    // Once it is there; so it does not come over the network twice.
    checks.push(imported.then(() => fetchChecked(path, "force-cache", counted)));
    return imported;
  });
  const wasm = compileAll(compile, nameData);
  return { ...wasm, modules, arrived: quiet(timed("Files checked", Promise.all(checks))) };
}

/**
 * @param {(path: string) => Promise<WebAssembly.Module>} compile
 * @param {((path: string) => string) | null} nameData
 */
function compileAll(compile, nameData) {
  const part = async (/** @type {string} */ file) => {
    const [module, data] = await Promise.all([
      compile(file),
      nameData ? compile(nameData(file)) : null,
    ]);
    return { file, module, data };
  };
  const libraries = LIBRARIES.map(async ({ file, path }) => ({ path, ...(await part(file)) }));
  Object.assign(self, { fetchRest: () => fetchNow(REST) }); // for bridge.py
  return {
    engine: quiet(timed("Python compiled", part(ENGINE))),
    libraries: quiet(timed("NumPy compiled", Promise.all(libraries))),
  };
}

/** @param {(path: string) => Promise<any>} importModule */
function importAll(importModule) {
  return quiet(timed("Pyodide's JavaScript", Promise.all(MODULES.map(importModule))));
}

/**
 * @param {boolean} afresh
 * @returns {Ask}
 */
function askNetwork(afresh) {
  return (path) => quiet(request(path, afresh ? "reload" : "default"));
}

/** @type {Ask} */
async function askCache(path) {
  const kept = await caches.match(siteUrl(path), { cacheName: `inkglass-${VERSION}` });
  return kept ?? request(path, "default");
}

/**
 * @param {string} path
 * @param {Promise<Response>} answer
 * @param {OnBytes} counted
 */
function checked(path, answer, counted) {
  const copy = answer.then((response) => response.clone());
  return quiet(copy.then((response) => readChecked(path, response, counted)));
}

/**
 * Inflates the snapshot while it arrives.
 *
 * @param {Promise<Response>} answer
 * @param {OnBytes} counted
 */
async function fetchInflated(answer, counted) {
  const inflater = createInflater();
  // A damaged file may be no gzip, but its check says more.
  await readChecked(SNAPSHOT, await answer, (bytes, piece) => {
    counted(bytes);
    inflater.write(piece);
  });
  return inflater.end();
}

/**
 * @param {string} path
 * @param {Promise<Response>} answer
 * @param {Promise<unknown>} check
 */
function compileStreaming(path, answer, check) {
  return WebAssembly.compileStreaming(answer).catch(async (error) => {
    await check; // a damaged file does not compile, and its check says more
    throw new FileError(path, `could not be compiled: ${error.message}`);
  });
}

/**
 * Answers what Pyodide fetches itself, once each: the library and its engine, which wasm-halves.js has
 * compiled.
 *
 * @param {Promise<Response>} library
 */
function answerPyodide(library) {
  const answers = new Map([
    [siteUrl(PYTHON), library],
    [siteUrl(ENGINE), Promise.resolve(new Response())],
  ]);
  self.fetch = (resource, init) => {
    const url = resource instanceof Request ? resource.url : String(resource);
    const answer = answers.get(url);
    answers.delete(url);
    if (answers.size === 0) self.fetch = browserFetch;
    return answer ?? browserFetch(resource, init);
  };
}

/**
 * Imports one of Pyodide's modules; a failure says what is wrong with its file.
 *
 * @param {string} path
 * @param {boolean} afresh
 */
async function importNamed(path, afresh) {
  if (afresh) await fetchChecked(path, "reload", () => {});
  return import(siteUrl(path)).catch(async (error) => {
    await fetchChecked(path, "default", () => {}); // says more than the browser does
    throw new FileError(path, `could not be run: ${error.message}`);
  });
}

/**
 * Returns a function that counts arriving bytes and reports them against the known total.
 *
 * @param {string[]} paths
 * @param {(progress: Progress) => void} onProgress
 * @returns {OnBytes}
 */
function counter(paths, onProgress) {
  const total = paths.reduce((sum, path) => sum + FILES[path].bytes, 0);
  let loaded = 0;
  return (bytes) => {
    loaded = Math.min(loaded + bytes, total);
    onProgress({ stage: loaded < total ? "Fetching Python" : "Starting Python", loaded, total });
  };
}

/**
 * Keeps a promise that is awaited later from being reported when it fails before that.
 *
 * @template T
 * @param {Promise<T>} promise
 */
function quiet(promise) {
  promise.catch(() => {});
  return promise;
}

/** @param {string} path */
function dataOf(path) {
  return path.replace(".wasm", ".data.wasm");
}
