/** Says what happened when main.js, which does everything else, cannot be fetched or understood. */

const TIME_LIMIT_MS = 30_000;
const MAIN = "main.js";

/** main.js says so once it runs; from then on the page reports its own failures. */
const hasStarted = () => document.documentElement.dataset.page === "started";

/** Watches until main.js runs. What failed before this was called shows when the page has loaded. */
export function watchStart() {
  const watching = new AbortController();
  const fail = (/** @type {string} */ message) => {
    if (hasStarted()) watching.abort();
    else whenParsed(() => show(message));
  };
  const options = { signal: watching.signal, capture: true };
  addEventListener("error", (event) => isOfPage(event) && fail(describe(event)), options);
  addEventListener(
    "unhandledrejection",
    ({ reason }) => fail(`The page failed: ${reason}`),
    options,
  );
  addEventListener("load", () => fail(notLoaded(missingFile() || MAIN)), options);
  setTimeout(() => {
    fail("The page's scripts have not arrived. Check the connection, then retry.");
  }, TIME_LIMIT_MS);
}

/**
 * Returns whether it is a script of the page that failed. The doctor's are not: it has an entry of
 * its own, and without it the page works all the same.
 *
 * @param {Event} event
 */
function isOfPage(event) {
  if (event instanceof ErrorEvent) return !isDoctor(event.filename);
  return event.target instanceof HTMLScriptElement && !isDoctor(event.target.src);
}

/** @param {string} url */
function isDoctor(url) {
  return Boolean(nameOf(url)?.startsWith("doctor"));
}

/** @param {Event} event */
function describe(event) {
  if (event instanceof ErrorEvent)
    return `${nameOf(event.filename)} could not run: ${event.message}`;
  return notLoaded(missingFile() || MAIN);
}

/** @param {string} file */
function notLoaded(file) {
  return `${nameOf(file)} could not be loaded. Check the connection, then retry.`;
}

/** The address of a script that the server does not have, if there is one. */
function missingFile() {
  const entries = /** @type {PerformanceResourceTiming[]} */ (
    performance.getEntriesByType("resource")
  );
  return entries.find(({ name, responseStatus }) => responseStatus >= 400 && !isDoctor(name))?.name;
}

/** @param {string} url */
function nameOf(url) {
  return new URL(url, location.href).pathname.split("/").pop();
}

/** @param {() => void} run */
function whenParsed(run) {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", run);
  else run();
}

/** @param {string} message */
function show(message) {
  const status = document.querySelector("[data-testid=status]");
  const text = document.querySelector(".status__text");
  const retry = document.querySelector("[data-testid=retry]");
  if (hasStarted() || !status || !text || !retry) return;
  if (status.getAttribute("data-state") === "error") return; // what came first says most
  status.setAttribute("data-state", "error");
  text.textContent = message;
  retry.addEventListener("click", () => location.reload());
}
