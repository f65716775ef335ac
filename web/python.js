/** Starting Pyodide with NumPy and the package, the same in the page's worker and under Node. */

/**
 * @typedef {object} Bridge the functions of `inkglass/bridge.py`
 * @property {(fetchRest: (() => Uint8Array)) => void} start
 * @property {(data: Uint8Array, name: string) => string} load_model
 * @property {(pixels: Uint8Array, width: number, height: number,
 *   probabilities: Float32Array, networkInput: Uint8Array) => boolean} read
 */

/**
 * @param {(options: object) => Promise<any>} loadPyodide
 * @param {object} options for `loadPyodide`: where its files are
 * @param {() => Uint8Array} fetchRest returns, at once, the archive of what is not loaded at start
 */
export async function startPython(loadPyodide, options, fetchRest) {
  const pyodide = await loadPyodide({ packages: ["numpy", "inkglass"], ...options });
  /** @type {Bridge} */
  const bridge = pyodide.pyimport("inkglass.bridge");
  bridge.start(fetchRest);
  return { pyodide, bridge };
}
