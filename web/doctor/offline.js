/** The service worker, and the versions: this page's, and the server's. */
import { ok, reason, warning } from "./finding.js";
import { fetchBuild, importFiles, ROOT } from "./lists.js";

/** @import { Finding } from "./finding.js" */

/** @returns {Promise<Finding>} */
export async function checkServiceWorker() {
  const container = navigator.serviceWorker;
  if (!container) {
    const cause = isSecureContext ? "This browser has none" : "Without https there is none";
    return warning(`${cause}, so the page works only while there is a network.`);
  }
  try {
    return describe(await container.getRegistration(ROOT), container.controller);
  } catch (error) {
    return warning(`Cannot be asked (${reason(error)}). The page needs the network each time.`);
  }
}

/**
 * @param {ServiceWorkerRegistration | undefined} registration
 * @param {ServiceWorker | null} controller
 */
async function describe(registration, controller) {
  if (registration?.scope !== ROOT) {
    return warning("Not there yet: it comes once the page has started. Check again in a while.");
  }
  if (registration.installing && !registration.active) {
    return warning("Still keeping the files for offline use. Check again in a while.");
  }
  const next = registration.waiting ? " A newer version waits to be used." : "";
  const kept = await keptVersions();
  const versions = kept.length > 0 ? ` It keeps version ${kept.join(" and ")}.` : "";
  if (!controller) {
    return ok(`Installed; it takes charge with the next visit.${versions}${next}`);
  }
  return ok(`In charge of this page, which works offline.${versions}${next}`);
}

/** The versions that caches are named by. */
async function keptVersions() {
  const names = await caches.keys().catch(() => []);
  return names
    .filter((name) => name.startsWith("inkglass-"))
    .map((name) => name.slice("inkglass-".length));
}

/** @returns {Promise<Finding>} */
export async function checkVersion() {
  const files = await importFiles();
  if (!files) return warning("files.js could not be loaded, so this page's version is not known.");
  try {
    const { version } = await fetchBuild();
    if (version === files.VERSION) return ok(`${version}, the newest.`);
    return warning(`This page is ${files.VERSION}; the server has ${version}. Reload to get it.`);
  } catch (error) {
    return warning(
      `This page is ${files.VERSION}. Whether it is the newest is not known: build.json, ${reason(error)}.`,
    );
  }
}
