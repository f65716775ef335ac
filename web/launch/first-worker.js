/**
 * The first worker of a page, which begins before it is asked. early.js starts it, or main.js, should
 * that run sooner. If the start before this one never came to its end, it may have taken the tab with
 * it, and this one does without the snapshot that it may have used.
 */

import { giveWasm } from "./give-wasm.js";

const KEY = "inkglass:starting"; // attempt.js takes the mark away

/**
 * Returns the worker, or null if it failed before anyone listened.
 *
 * @param {string} url of worker.js
 */
export function firstWorker(url) {
  if (globalThis.inkglassWorker === undefined) globalThis.inkglassWorker = start(url);
  return globalThis.inkglassWorker;
}

/** @param {string} url */
function start(url) {
  const isKept = Boolean(navigator.serviceWorker?.controller);
  const how = lastEnded() ? (isKept ? "kept" : "given") : "plain";
  const worker = new Worker(url, { type: "module", name: how }); // a message would come later
  if (how === "kept") giveWasm(worker, url);
  if (how === "given") askForSnapshot(new URL("pyodide/python.snapshot", url));
  worker.addEventListener("error", () => {
    globalThis.inkglassWorker = null;
  });
  return worker;
}

/** @param {URL} url */
function askForSnapshot(url) {
  // The worker's own files are small, and go first.
  globalThis.inkglassSnapshot = fetch(url, { priority: "low" });
  globalThis.inkglassSnapshot.catch(() => {}); // told by give-snapshot.js
}

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
