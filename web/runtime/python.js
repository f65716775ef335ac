/** Starting Pyodide with NumPy and the package, the same in the page's worker and under Node. */

import { newMemory, restoreInto } from "./snapshot.js";
import { complete } from "./wasm-halves.js";

/**
 * @import { FetchHalf, Part } from "./wasm-halves.js"
 * @import { Snapshot } from "./snapshot.js"
 *
 * @typedef {object} Bridge the functions of `inkglass/browser/bridge.py`
 * @property {(data: Uint8Array, name: string) => void} load_model
 * @property {(name: string) => boolean} use_model
 * @property {() => string} describe
 * @property {() => void} reseed
 * @property {(pixels: Uint8Array, width: number, height: number,
 *   probabilities: Float32Array, networkInput: Uint8Array) => boolean | undefined} read
 * @property {(pixels: Uint8Array, width: number, height: number,
 *   strokes: Float32Array) => string} read_number
 * @property {(pixels: Uint8Array, width: number, height: number) => string} read_picture
 *
 * @typedef {Part & {path: string}} Library an extension module, and where Python looks for it
 *
 * @typedef {object} Compiled
 * @property {Promise<Part>} engine
 * @property {Promise<Library[]>} libraries
 * @property {FetchHalf} fetchHalf
 */

/**
 * The length the table of functions is given. Engines put a few functions more or less in it before
 * Python starts, and a snapshot holds indices into it.
 */
const TABLE_LENGTH = 16384;

/** A snapshot holds tables that were built with Python's hash seed. */
const PYTHONHASHSEED = "0";

/**
 * @param {(options: object) => Promise<any>} loadPyodide
 * @param {(settings: any) => Promise<any>} createModule the function `pyodide.asm.mjs` exports
 * @param {Compiled} compiled
 * @param {Record<string, any>} options for `loadPyodide`: where its files are
 * @param {Snapshot | null} snapshot to start from, rather than from nothing
 */
export async function startPython(loadPyodide, createModule, compiled, options, snapshot) {
  /** @type {any} */
  let emscripten;
  const memory = snapshot ? snapshot.memory : newMemory();
  /** @param {any} settings */
  const createPyodideModule = (settings) => {
    settings.isRestored = snapshot !== null;
    settings.instantiateWasm = withCompiled(compiled, memory, settings.instantiateWasm);
    if (snapshot) {
      const version = options.lockFileContents.info.python;
      settings.preRun.unshift((/** @type {any} */ module) => noteVersion(module, version));
    }
    settings.preRun.push(async (/** @type {any} */ module) => {
      emscripten = module;
      module.addRunDependency("inkglass");
      module.wasmTable.grow(TABLE_LENGTH - module.wasmTable.length);
      link(module, await compiled.libraries, compiled.fetchHalf);
      if (snapshot) restoreInto(module, await snapshot.image);
      module.removeRunDependency("inkglass");
    });
    return createModule(settings);
  };
  const pyodide = await loadPyodide({
    ...options,
    // Pyodide would wait for a snapshot before anything else; this one is put in the place of ours.
    ...(snapshot ? { _loadSnapshot: new Uint8Array(0) } : {}),
    env: { ...options.env, PYTHONHASHSEED },
    createPyodideModule,
  });
  /** @type {Bridge} */
  const bridge = pyodide.pyimport("inkglass.browser.bridge");
  return { pyodide, bridge, emscripten };
}

/**
 * Writes Python's version where Pyodide reads it, which is before memory is restored.
 *
 * @param {any} module Emscripten's
 * @param {string} version "3.14.2", say
 */
function noteVersion(module, version) {
  const [major, minor, micro] = version.split(".").map(Number);
  module.HEAPU32[module._Py_Version >>> 2] = (major << 24) | (minor << 16) | (micro << 8);
}

/**
 * Has Pyodide's own `instantiateWasm`, which adds to the imports, take a module that is compiled
 * already instead of fetching and compiling one, and the memory that is there.
 *
 * @param {Compiled} compiled
 * @param {WebAssembly.Memory} memory
 * @param {(imports: any, done: any) => object} instantiateWasm
 */
function withCompiled({ engine, fetchHalf }, memory, instantiateWasm) {
  const { instantiate, instantiateStreaming } = WebAssembly; // under Node it calls the first
  const instantiateCompiled = async (
    /** @type {any} */ other,
    /** @type {WebAssembly.Imports | undefined} */ imports,
  ) => {
    if (!imports) return instantiate(other); // a small module of Pyodide's own
    Object.assign(WebAssembly, { instantiate, instantiateStreaming });
    const part = await engine;
    Object.assign(imports.env, { memory });
    const instance = await WebAssembly.instantiate(part.module, imports);
    complete(instance, imports, part, fetchHalf);
    return { module: part.module, instance };
  };
  return (/** @type {any} */ imports, /** @type {any} */ done) => {
    Object.assign(WebAssembly, {
      instantiate: instantiateCompiled,
      instantiateStreaming: instantiateCompiled,
    });
    return instantiateWasm(imports, done);
  };
}

/**
 * Links extension modules before Python starts, as `dlopen` would, but from modules that the browser
 * has compiled while they arrived; always in the same order, for the sake of snapshots.
 *
 * @param {any} module Emscripten's
 * @param {Library[]} libraries
 * @param {FetchHalf} fetchHalf
 */
function link(module, libraries, fetchHalf) {
  for (const library of libraries) {
    const loaded = module.newDSO(library.path, undefined, "loading");
    loaded.global = false;
    const load = () => module.loadWebAssemblyModule(library.module, {}, library.path, {});
    loaded.exports = completing(library, fetchHalf, load);
  }
}

/**
 * Calls what makes an instance of a part, and completes that.
 *
 * @template T
 * @param {Part} part
 * @param {FetchHalf} fetchHalf
 * @param {() => T} load
 * @returns {T} what it returned
 */
function completing(part, fetchHalf, load) {
  const { Instance } = WebAssembly;
  // Emscripten keeps to itself what it imports into a library, and goes on with it at once.
  WebAssembly.Instance = class extends Instance {
    /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} [imports] */
    constructor(module, imports = {}) {
      super(module, imports);
      WebAssembly.Instance = Instance;
      complete(this, imports, part, fetchHalf);
    }
  };
  try {
    return load();
  } finally {
    WebAssembly.Instance = Instance;
  }
}
