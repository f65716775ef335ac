/**
 * Runs before the rest of the page: it starts the worker, which has the longest way to go. If the
 * start before this one never came to its end, it may have taken the tab with it, and this one does
 * without the snapshot that it may have used.
 */
import { watchStart } from "./guard.js";

const KEY = "inkglass:starting"; // attempt.js takes the mark away

watchStart();
const isKept = Boolean(navigator.serviceWorker?.controller);
const name = ["early", lastEnded() ? "" : "plain", isKept ? "kept" : ""].join(" ");
// Bundled it is a classic script, which the browser runs sooner than a module.
const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
const worker = new Worker(new URL("worker.js", src), { type: "module", name });
globalThis.inkglassWorker = worker;
// If it fails before anyone listens, the next one will fail where it is seen.
worker.addEventListener("error", () => {
  globalThis.inkglassWorker = undefined;
});

/** Returns whether the last start came to its end, and takes note that this one begins. */
function lastEnded() {
  try {
    const ended = localStorage.getItem(KEY) === null;
    localStorage.setItem(KEY, "yes");
    return ended;
  } catch {
    return true; // nothing can be remembered
  }
}
