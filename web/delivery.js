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

const browserFetch = self.fetch.bind(self);

/** What `loadPyodide` is told of where its files are. */
export const LOCATIONS = {
  indexURL: urlOf(FOLDER),
  stdLibURL: urlOf(PYTHON),
  lockFileContents: LOCK,
};

/**
 * @typedef {Record<string, Promise<Response>>} Answers by path
 *
 * @typedef {object} Files what Python starts from
 * @property {Promise<any[]>} modules
 * @property {Promise<WebAssembly.Module>} engine
 * @property {Promise<import("./python.js").Library[]>} libraries
 */

/**
 * Asks for all that Python starts from, before it is known how it will start.
 *
 * @param {boolean} afresh go past the browser's cache, which may hold what failed before
 * @returns {Answers}
 */
export function ask(afresh) {
  const cache = afresh ? "reload" : "default";
  // Importing a second time gives the same; what fails now is told then.
  if (!afresh) for (const path of MODULES) import(urlOf(path)).catch(() => {});
  return askFor((path) => request(path, cache));
}

/**
 * The same, out of the service worker's cache but not through it: half the time.
 *
 * @returns {Answers}
 */
export function askCache() {
  for (const path of MODULES) import(urlOf(path)).catch(() => {});
  return askFor(async (path) => (await caches.match(urlOf(path))) ?? request(path, "default"));
}

/**
 * @param {(path: string) => Promise<Response>} request
 * @returns {Answers}
 */
function askFor(request) {
  self.fetch = browserFetch; // a start that came to nothing may have left its answers there
  const answers = Object.fromEntries([...COMPILED, PYTHON].map((path) => [path, request(path)]));
  for (const answer of Object.values(answers)) answer.catch(() => {}); // told where it is awaited
  return answers;
}

/**
 * Takes what was asked for, and a network; every file is checked.
 *
 * @param {Answers} answers
 * @param {string} model path of the network's file
 * @param {boolean} afresh
 * @param {(progress: import("./protocol.js").Progress) => void} onProgress
 */
export function takeChecked(answers, model, afresh, onProgress) {
  const counted = counter([...MODULES, ...Object.keys(answers), model], onProgress);
  /** @type {Record<string, Promise<unknown>>} */
  const checks = {};
  for (const [path, answer] of Object.entries(answers)) {
    // The answer itself stays as the server sent it, so that WebAssembly compiles while it arrives
    // and the engine keeps what it compiled.
    const copy = answer.then((response) => response.clone());
    checks[path] = copy.then((response) => readChecked(path, response, counted));
  }
  const files = take(
    answers,
    (path) => importChecked(path, afresh, counted),
    (path) => compileStreaming(path, answers[path], checks[path]),
  );
  const weights = fetchChecked(model, afresh ? "reload" : "default", counted);
  const checked = timed("Files checked", Promise.all(Object.values(checks)));
  for (const promise of [weights, checked]) promise.catch(() => {}); // told where it is awaited
  return { ...files, weights, checked };
}

/**
 * Takes what was asked for as it has been kept here, and trusts it.
 *
 * @param {Answers} answers
 */
export function takeKept(answers) {
  const bytes = Object.fromEntries(
    COMPILED.map((path) => [path, answers[path].then((answer) => answer.arrayBuffer())]),
  );
  // Running a module would keep this thread from having what has come compiled in others.
  const come = Promise.all(Object.values(bytes));
  return take(
    answers,
    (path) => come.then(() => import(urlOf(path))),
    async (path) => WebAssembly.compile(await bytes[path]),
  );
}

/**
 * @param {Answers} answers
 * @param {(path: string) => Promise<any>} importModule
 * @param {(path: string) => Promise<WebAssembly.Module>} compile
 * @returns {Files}
 */
function take(answers, importModule, compile) {
  const files = {
    modules: timed("Pyodide's JavaScript", Promise.all(MODULES.map(importModule))),
    engine: timed("Python compiled", compile(ENGINE_WASM)),
    libraries: timed(
      "NumPy compiled",
      Promise.all(
        LIBRARIES.map(async ({ file, path }) => ({ file, path, module: await compile(file) })),
      ),
    ),
  };
  for (const promise of Object.values(files)) promise.catch(() => {}); // told where it is awaited
  answerPyodide({
    [PYTHON]: answers[PYTHON],
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
 * @param {string} path
 * @param {Promise<Response>} answer
 * @param {Promise<unknown>} check
 */
function compileStreaming(path, answer, check) {
  return WebAssembly.compileStreaming(answer).catch(async (error) => {
    await check; // a damaged file does not compile, and its check says more
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
  self.fetch = (resource, init) => {
    const url = resource instanceof Request ? resource.url : String(resource);
    const answer = answers.get(url);
    answers.delete(url);
    if (answers.size === 0) self.fetch = browserFetch;
    return answer ?? browserFetch(resource, init);
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
  return fetchNow(REST);
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
 * Fetches a file, and lets everything else in this thread wait.
 *
 * @param {string} path
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {FileError} if there is no answer, an HTTP error, or a file of another length
 */
function fetchNow(path) {
  const xhr = new XMLHttpRequest();
  xhr.open("GET", urlOf(path), false);
  xhr.responseType = "arraybuffer";
  try {
    xhr.send();
  } catch {
    throw new FileError(
      `${nameOf(path)} could not be fetched. Check the connection, then try again.`,
    );
  }
  if (xhr.status !== 200) {
    throw new FileError(`${nameOf(path)} could not be fetched: the server answered ${xhr.status}.`);
  }
  if (xhr.response.byteLength !== FILES[path].bytes) {
    throw new FileError(`${nameOf(path)} was cut or replaced on its way.`);
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
