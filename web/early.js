// A classic script, before the rest of the page: it starts the worker, which has the longest way to
// go. If the start before this one never came to its end, it may have taken the tab with it, and
// this one does without the snapshot that it may have used.
(() => {
  const KEY = "inkglass:starting"; // attempt.js takes the mark away
  let lastEnded = true;
  try {
    lastEnded = localStorage.getItem(KEY) === null;
    localStorage.setItem(KEY, "yes");
  } catch {
    // Nothing can be remembered.
  }
  const url = new URL("worker.js", /** @type {HTMLScriptElement} */ (document.currentScript).src);
  const isKept = Boolean(navigator.serviceWorker?.controller);
  const name = ["early", lastEnded ? "" : "plain", isKept ? "kept" : ""].join(" ");
  const worker = new Worker(url, { type: "module", name });
  globalThis.inkglassWorker = worker;
  // If it fails before anyone listens, the next one will fail where it is seen.
  worker.addEventListener("error", () => {
    globalThis.inkglassWorker = undefined;
  });
})();
