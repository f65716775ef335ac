/** Keeping the page for the next visit: the service worker, and its updates. */
import { VERSION } from "../shared/files.js";
import { siteUrl } from "../shared/site-url.js";

/**
 * @typedef {{kind: "unsupported"} | {kind: "installing"} | {kind: "stored", version: string}
 *   | {kind: "refused", reason: string} | {kind: "update"}} OfflineState
 */

/** How often a page that stays open looks for a new version. */
const LOOK_EVERY_MS = 60 * 60 * 1000;

/** @type {ServiceWorker | null} a newer version, whole and waiting to be used */
let waiting = null;

/**
 * Settles when this version is kept, or cannot be; later versions are reported as they come.
 *
 * @param {(state: OfflineState) => void} onState
 */
export async function keepOffline(onState) {
  if (!navigator.serviceWorker) return onState({ kind: "unsupported" });
  onState({ kind: "installing" });
  holdVersion();
  // Whoever comes a second time gets what a start does without, as a rule, but might need offline.
  const isRepeat = navigator.serviceWorker.controller !== null;
  try {
    const url = siteUrl("../sw.js");
    const registration = await navigator.serviceWorker.register(url, { updateViaCache: "none" });
    registration.addEventListener("updatefound", () => follow(registration, onState));
    await follow(registration, onState);
    tell(registration.active, { kind: "tidy", keeps: isRepeat ? "all" : "start" });
    lookForUpdates(registration);
  } catch (error) {
    onState({ kind: "refused", reason: /** @type {Error} */ (error).message });
  }
}

/** Changes to the version that is waiting, and begins anew with it. */
export function takeUpdate() {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  tell(waiting, { kind: "use this version" });
}

/**
 * @param {ServiceWorker | null} worker
 * @param {import("../shared/protocol.js").ServiceWorkerMessage} message
 */
function tell(worker, message) {
  worker?.postMessage(message);
}

/**
 * Tells how far the newest worker is.
 *
 * @param {ServiceWorkerRegistration} registration
 * @param {(state: OfflineState) => void} onState
 */
async function follow(registration, onState) {
  const isFirst = !registration.active;
  const newest = registration.installing ?? registration.waiting;
  const isWhole = newest ? await isInstalled(newest) : true;
  if (isFirst && !isWhole) onState({ kind: "refused", reason: "Not all files could be kept." });
  else if (isFirst || !newest || !isWhole) onState({ kind: "stored", version: VERSION });
  else {
    waiting = newest;
    onState({ kind: "update" });
  }
}

/** As long as this page is open its files are kept, also when a newer version comes into use. */
function holdVersion() {
  const forEver = () => new Promise(() => {});
  const lock = navigator.locks?.request(`inkglass-${VERSION}`, { mode: "shared" }, forEver);
  lock?.catch(() => {}); // refused, as to a window that may keep nothing
}

/**
 * @param {ServiceWorker} worker
 * @returns {Promise<boolean>} false if it failed to install
 */
function isInstalled(worker) {
  return new Promise((resolve) => {
    const look = () => {
      if (worker.state === "redundant") resolve(false);
      else if (worker.state !== "installing") resolve(true);
    };
    worker.addEventListener("statechange", look);
    look();
  });
}

/** @param {ServiceWorkerRegistration} registration */
function lookForUpdates(registration) {
  const look = () => registration.update().catch(() => {}); // offline, say
  setInterval(look, LOOK_EVERY_MS);
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look();
  });
}
