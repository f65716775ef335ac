/** Beginning anew: nothing that this page ever kept in this browser stays. */
import { ROOT } from "./lists.js";

const PREFIX = "inkglass";

/** Removes all that is kept, as far as the browser lets it, then loads the page. */
export async function startAnew() {
  await attempt(removeServiceWorkers);
  await attempt(removeCaches);
  await attempt(removeFiles);
  removeKeys();
  // The page keeps its drawing when it goes; this listener, added later, has the last word.
  addEventListener("pagehide", removeKeys);
  history.replaceState(null, "", location.pathname + location.search);
  location.reload();
}

async function removeServiceWorkers() {
  const registrations = await navigator.serviceWorker.getRegistrations();
  const ours = registrations.filter(({ scope }) => scope === ROOT);
  await Promise.all(ours.map((registration) => registration.unregister()));
}

async function removeCaches() {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  await Promise.all(names.map((name) => caches.delete(name)));
}

async function removeFiles() {
  const folder = await navigator.storage.getDirectory();
  for await (const name of folder.keys()) {
    if (name.startsWith(PREFIX)) await folder.removeEntry(name);
  }
}

function removeKeys() {
  attempt(() => removeFrom(localStorage));
  attempt(() => removeFrom(sessionStorage));
}

/** @param {Storage} storage */
function removeFrom(storage) {
  const keys = Object.keys(storage).filter((key) => key.startsWith(PREFIX));
  for (const key of keys) storage.removeItem(key);
}

/**
 * What is refused holds nothing of ours, and must not keep the rest from going.
 *
 * @param {() => unknown} removal
 */
async function attempt(removal) {
  try {
    await removal();
  } catch (error) {
    console.info(error);
  }
}
