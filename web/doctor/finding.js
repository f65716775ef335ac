/**
 * What a check found.
 *
 * @typedef {"ok" | "warning" | "failed"} State a warning costs comfort, a failure the page
 *
 * @typedef {object} Finding
 * @property {State} state
 * @property {string} text what was found, and what it means
 * @property {string[]} [details] the parts that are not well
 */

/** @param {string} text @returns {Finding} */
export function ok(text) {
  return { state: "ok", text };
}

/** @param {string} text @param {string[]} [details] @returns {Finding} */
export function warning(text, details) {
  return { state: "warning", text, details };
}

/** @param {string} text @param {string[]} [details] @returns {Finding} */
export function failed(text, details) {
  return { state: "failed", text, details };
}

/** @param {unknown} error */
export function reason(error) {
  return error instanceof Error ? error.message : String(error);
}

/** @param {number} bytes */
export function size(bytes) {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
