/**
 * On a repeat visit the page has WebAssembly compiled while the worker that will run it is still being
 * started: out of the service worker's cache, but not through it, which is half the time; and unchecked,
 * as it was checked before it was kept.
 */
import { WASM } from "../runtime/wasm-files.js";

/**
 * @param {Worker} worker
 * @param {string} url of worker.js
 */
export function giveWasm(worker, url) {
  /** @type {(preload: import("../shared/protocol.js").Preload) => void} */
  const give = (preload) => worker.postMessage(preload);
  for (const path of WASM) {
    compileKept(new URL(path, url)).then(
      (module) => give({ wasm: { path, module } }),
      (error) => give({ wasm: { path, failure: String(error) } }),
    );
  }
}

/** @param {URL} url */
async function compileKept(url) {
  const kept = await caches.match(url);
  if (!kept) throw new Error("It is not kept.");
  return WebAssembly.compile(await kept.arrayBuffer());
}
