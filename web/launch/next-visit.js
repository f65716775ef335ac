/** What is done after a start, when the page has nothing else to do, so that the next one is fast. */
import { keepOffline } from "../offline/offline.js";

/** How long to let the first reading, and whoever is drawing, go ahead. */
const QUIET_MS = 1000;

/**
 * Keeps a snapshot of Python and all files of the page. The root element's `data-background` says
 * "done" when that is over, whether or not it could be done.
 *
 * @param {{keepSnapshot: () => Promise<void>}} reader
 * @param {() => boolean} isBusy whether someone is drawing
 * @param {(state: import("../offline/offline.js").OfflineState) => void} onOfflineState
 */
export async function prepareNextVisit(reader, isBusy, onOfflineState) {
  do await pause(QUIET_MS);
  while (isBusy());
  try {
    await reader.keepSnapshot();
  } catch (error) {
    console.info("No snapshot is kept; the next start takes a little longer.", error);
  }
  await keepOffline(onOfflineState);
  document.documentElement.dataset.background = "done";
}

/** @param {number} milliseconds */
function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
