/** Starting Pyodide with NumPy and the package, the same in the page's worker and under Node. */
import { postpone } from "./postponed.js";
import { restoreInto } from "./snapshot.js";

/**
 * @typedef {object} Bridge the functions of `inkglass/bridge.py`
 * @property {(data: Uint8Array, name: string) => void} load_model
 * @property {() => string} describe
 * @property {(pixels: Uint8Array, width: number, height: number,
 *   probabilities: Float32Array, networkInput: Uint8Array) => boolean} read
 *
 * @typedef {object} Library an extension module
 * @property {string} file
 * @property {string} path where Python looks for it
 * @property {WebAssembly.Module} module
 *
 * @typedef {object} Compiled
 * @property {Promise<WebAssembly.Module>} engine
 * @property {Promise<Library[]>} libraries
 * @property {(file: string) => Uint8Array<ArrayBuffer>} fetchHalf fetches the second half of a
 *   WebAssembly file, while Python waits
 *
 * @typedef {ReturnType<typeof import("./snapshot.js").unpack>} Snapshot
 */

/**
 * The length the table of functions is given. Engines put a few functions more or less in it before
 * Python starts, and a snapshot holds indices into it.
 */
const TABLE_LENGTH = 16384;

/** Pyodide's own file, whose second half is fetched by this name. */
const ENGINE = "pyodide/pyodide.asm.wasm";

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
  /** @param {any} settings */
  const createPyodideModule = (settings) => {
    settings.instantiateWasm = withCompiled(compiled, settings.instantiateWasm);
    settings.preRun.push(async (/** @type {any} */ module) => {
      emscripten = module;
      module.addRunDependency("inkglass");
      module.wasmTable.grow(TABLE_LENGTH - module.wasmTable.length);
      link(module, await compiled.libraries, compiled.fetchHalf);
      if (snapshot) restoreInto(module, snapshot);
      module.removeRunDependency("inkglass");
    });
    return createModule(settings);
  };
  // Pyodide would wait for a snapshot before anything else; this one is put in the place of ours.
  const kind = snapshot ? { _loadSnapshot: new Uint8Array(0) } : { _makeSnapshot: true };
  const pyodide = await loadPyodide({
    ...options,
    ...kind,
    env: { ...options.env, PYTHONHASHSEED },
    createPyodideModule,
  });
  /** @type {Bridge} */
  const bridge = pyodide.pyimport("inkglass.bridge");
  return { pyodide, bridge, emscripten };
}

/**
 * Has Pyodide's own `instantiateWasm`, which adds to the imports, take a module that is compiled
 * already instead of fetching and compiling one.
 *
 * @param {Compiled} compiled
 * @param {(imports: any, done: any) => object} instantiateWasm
 */
function withCompiled({ engine, fetchHalf }, instantiateWasm) {
  const { instantiate, instantiateStreaming } = WebAssembly; // under Node it calls the first
  const instantiateCompiled = async (
    /** @type {unknown} */ _,
    /** @type {WebAssembly.Imports} */ imports,
  ) => {
    Object.assign(WebAssembly, { instantiate, instantiateStreaming });
    const module = await engine;
    const instance = await WebAssembly.instantiate(module, imports);
    postpone(instance, imports, () => fetchHalf(ENGINE));
    return { module, instance };
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
 * @param {Compiled["fetchHalf"]} fetchHalf
 */
function link(module, libraries, fetchHalf) {
  for (const { file, path, module: compiled } of libraries) {
    const library = module.newDSO(path, undefined, "loading");
    library.global = false;
    library.exports = postponing(
      () => module.loadWebAssemblyModule(compiled, {}, path, {}),
      () => fetchHalf(file),
    );
  }
}

/**
 * Runs what makes an instance; the second half of that instance's module is fetched when needed.
 *
 * @template T
 * @param {() => T} load
 * @param {() => Uint8Array<ArrayBuffer>} fetchHalf
 */
function postponing(load, fetchHalf) {
  const { Instance } = WebAssembly;
  // Emscripten keeps to itself what it imports into a library.
  WebAssembly.Instance = /** @type {any} */ (
    class extends Instance {
      /** @param {WebAssembly.Module} module @param {WebAssembly.Imports} imports */
      constructor(module, imports) {
        super(module, imports);
        postpone(this, imports, fetchHalf);
      }
    }
  );
  try {
    return load();
  } finally {
    WebAssembly.Instance = Instance;
  }
}
