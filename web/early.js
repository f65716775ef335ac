/** Runs before the rest of the page: it starts the worker, which has the longest way to go. */
import { firstWorker } from "./first-worker.js";
import { watchStart } from "./guard.js";

// Bundled it is a classic script, which the browser runs sooner than a module.
const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
firstWorker(new URL("worker.js", src));
watchStart();
