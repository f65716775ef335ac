/**
 * The address of a file of this build. Each bundle lies in the folder that bears the build's version,
 * whichever room its modules come from, so paths are counted from there.
 *
 * @param {string} path from the version's folder; what has a fixed address lies above it: "../sw.js"
 */
export function siteUrl(path) {
  return new URL(path, import.meta.url).href;
}
