// A classic script, first in the page and in plain syntax: it says what happened when the modules,
// which do everything else, cannot be fetched or understood.
(() => {
  const TIME_LIMIT = 30_000;
  const timer = setTimeout(() => {
    fail("The page's scripts have not arrived. Check the connection, then retry.");
  }, TIME_LIMIT);

  addEventListener("error", onError, true);
  addEventListener("unhandledrejection", onRejection);
  // main.js says so once it runs; from then on the page reports its own failures.
  addEventListener("inkglass:started", stop);

  function stop() {
    clearTimeout(timer);
    removeEventListener("error", onError, true);
    removeEventListener("unhandledrejection", onRejection);
  }

  /** @param {Event} event */
  function onError(event) {
    if (isDoctors(event)) return;
    if (event.target instanceof HTMLScriptElement) {
      const file = nameOf(missingFile() || event.target.src);
      fail(`${file} could not be loaded. Check the connection, then retry.`);
    } else if (event instanceof ErrorEvent) {
      fail(`${nameOf(event.filename)} could not run: ${event.message}`);
    }
  }

  /**
   * The doctor has an entry of its own: without it, the page works all the same.
   *
   * @param {Event} event
   */
  function isDoctors(event) {
    const url =
      event instanceof ErrorEvent ? event.filename : /** @type {any} */ (event.target).src;
    return nameOf(url || "")?.startsWith("doctor");
  }

  /** @param {PromiseRejectionEvent} event */
  function onRejection(event) {
    fail(`The page could not start: ${event.reason}`);
  }

  /** The browser blames a missing import on the script that asked first; its timings know better. */
  function missingFile() {
    const entries = /** @type {PerformanceResourceTiming[]} */ (
      performance.getEntriesByType("resource")
    );
    const missing = entries.find((entry) => entry.responseStatus >= 400);
    return missing ? missing.name : "";
  }

  /** @param {string} url */
  function nameOf(url) {
    return new URL(url, location.href).pathname.split("/").pop();
  }

  /** @param {string} message */
  function fail(message) {
    if (document.readyState === "loading") {
      addEventListener("DOMContentLoaded", () => fail(message));
      return;
    }
    const status = document.querySelector("[data-testid=status]");
    const text = document.querySelector(".status__text");
    const retry = document.querySelector("[data-testid=retry]");
    if (!status || !text || !retry) return;
    status.setAttribute("data-state", "error");
    text.textContent = message;
    retry.addEventListener("click", () => location.reload());
  }
})();
