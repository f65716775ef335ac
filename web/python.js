/** Starting Pyodide with NumPy and the package, the same in the page's worker and under Node. */

/**
 * @typedef {object} Bridge the functions of `inkglass/bridge.py`
 * @property {(data: Uint8Array, name: string) => string} load_model
 * @property {(pixels: Uint8Array, width: number, height: number,
 *   probabilities: Float32Array, networkInput: Uint8Array) => boolean} read
 *
 * @typedef {object} Library an extension module
 * @property {string} path where Python looks for it
 * @property {WebAssembly.Module} module
 */

/**
 * @param {(options: object) => Promise<any>} loadPyodide
 * @param {(settings: any) => Promise<any>} createModule the function `pyodide.asm.mjs` exports
 * @param {Promise<Library[]>} libraries
 * @param {object} options for `loadPyodide`: where its files are
 */
export async function startPython(loadPyodide, createModule, libraries, options) {
  /** @param {any} settings */
  const createPyodideModule = (settings) => {
    settings.preRun.push((/** @type {any} */ module) => link(module, libraries));
    return createModule(settings);
  };
  const pyodide = await loadPyodide({ ...options, createPyodideModule });
  /** @type {Bridge} */
  const bridge = pyodide.pyimport("inkglass.bridge");
  return { pyodide, bridge };
}

/**
 * Links extension modules before Python starts, as `dlopen` would, but from modules that the browser
 * has compiled while they arrived.
 *
 * @param {any} module Emscripten's
 * @param {Promise<Library[]>} libraries
 */
async function link(module, libraries) {
  module.addRunDependency("extension modules");
  for (const { path, module: compiled } of await libraries) {
    const library = module.newDSO(path, undefined, "loading");
    library.global = false;
    library.exports = module.loadWebAssemblyModule(compiled, {}, path, {});
  }
  module.removeRunDependency("extension modules");
}
