/** What the page gives its first worker, so that both threads have something to do. */

/**
 * @typedef {import("../shared/protocol.js").Preload} Preload
 */

/**
 * @param {(bytes: number) => void} onBytes called as they arrive, before they are inflated
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the snapshot; what is amiss with it shows when it is read
 */
export function takeSnapshot(onBytes) {
  return new Promise((resolve, reject) => {
    onPreload(({ snapshot }) => {
      if (!snapshot) return;
      if ("arrived" in snapshot) onBytes(snapshot.arrived);
      else if ("data" in snapshot) resolve(snapshot.data);
      else reject(new Error(`The snapshot did not arrive: ${snapshot.failure}.`));
    });
  });
}

/**
 * @param {string} path
 * @returns {Promise<WebAssembly.Module>} a file that the page has kept, compiled
 */
export function takeModule(path) {
  return new Promise((resolve, reject) => {
    onPreload(({ wasm }) => {
      if (wasm?.path !== path) return;
      if ("module" in wasm) resolve(wasm.module);
      else reject(new Error(wasm.failure));
    });
  });
}

/** @param {(preload: Preload) => void} take */
function onPreload(take) {
  self.addEventListener("message", ({ data }) => take(data));
}
