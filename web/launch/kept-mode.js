/** The mode outlives a reload: it is kept for as long as the tab is open. */

const KEY = "inkglass:mode";

/** @param {string} mode */
export function keepMode(mode) {
  try {
    sessionStorage.setItem(KEY, mode);
  } catch {
    // Storage is refused: the next page begins with the first.
  }
}

/** @returns {string | null} what was last kept, which may be anything */
export function keptMode() {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
