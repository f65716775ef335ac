/**
 * The doctor's door: shows its view while the address ends in #doctor. It has an entry of its own and
 * imports nothing up front, so that it works when the rest of the page does not.
 */

/** @import { Timing } from "./timings.js" */

const HASH = "#doctor";
const TIMINGS_KEY = "inkglass:timings";
const TITLE = document.title;

/** @type {Timing[]} */
let timings = keptTimings();
let isOpened = false;

document.addEventListener("inkglass:timings", (event) => {
  timings = /** @type {CustomEvent<Timing[]>} */ (event).detail;
  keepTimings();
});
addEventListener("hashchange", ({ oldURL }) => {
  if (isShown() || new URL(oldURL).hash === HASH) change();
});
// DOMContentLoaded would wait for the page's other scripts, which may never come.
if (document.readyState === "loading") {
  document.addEventListener("readystatechange", () => isShown() && show(), { once: true });
} else if (isShown()) {
  show();
}

function isShown() {
  return location.hash === HASH;
}

/** The sheet shows the view that the hash names; a change of view takes title and focus with it. */
function change() {
  if (isShown()) show();
  else document.title = TITLE;
  const heading = isShown() ? ".doctor__title" : ".pad";
  /** @type {HTMLElement | null} */ (document.querySelector(heading))?.focus({
    preventScroll: true,
  });
}

async function show() {
  document.title = "Doctor · Inkglass";
  if (isOpened) return;
  isOpened = true;
  const view = /** @type {HTMLElement} */ (document.getElementById("doctor"));
  try {
    const { openDoctor } = await import("./view.js");
    openDoctor(view, () => timings);
  } catch (error) {
    isOpened = false;
    view.dataset.state = "failed";
    const summary = /** @type {HTMLElement} */ (view.querySelector(".doctor__summary"));
    summary.textContent = `The doctor cannot work: ${missingFiles() || error}`;
  }
}

/** The browser names the module that was asked for; its timings know which file was missing. */
function missingFiles() {
  const entries = /** @type {PerformanceResourceTiming[]} */ (
    performance.getEntriesByType("resource")
  );
  return entries
    .filter((entry) => entry.responseStatus >= 400)
    .map(({ name, responseStatus }) => `${name.split("/").pop()} is missing (${responseStatus}).`)
    .join(" ");
}

/** @returns {Timing[]} of the last start, which may have been before a reload */
function keptTimings() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(TIMINGS_KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isTiming) : [];
  } catch {
    return [];
  }
}

/** @param {any} value */
function isTiming(value) {
  return typeof value?.name === "string" && value.start >= 0 && value.duration >= 0;
}

function keepTimings() {
  try {
    sessionStorage.setItem(TIMINGS_KEY, JSON.stringify(timings));
  } catch {
    // Storage is refused: they are shown until the page ends.
  }
}
