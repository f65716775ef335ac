/** Runs before the rest of the page: it starts the worker, which has the longest way to go. */
import { firstWorker } from "./first-worker.js";
import { watchStart } from "./guard.js";
import { keptMode } from "./kept-mode.js";

// Bundled it is a classic script, which the browser runs sooner than a module.
const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
firstWorker(new URL("worker.js", src).href);
watchStart();

// The page is laid out for it from the beginning.
const mode = keptMode();
if (mode) document.documentElement.dataset.mode = mode;
