/** What there is to know besides the checks: versions, surroundings, and how much is kept. */
import { size } from "./doctor-finding.js";
import { importFiles } from "./doctor-lists.js";

/**
 * @typedef {[name: string, value: string]} Fact
 * @returns {Promise<Fact[]>}
 */
export async function gatherFacts() {
  const files = await importFiles();
  return [
    ["Build", files?.VERSION ?? "unknown"],
    ["Pyodide", await pyodideVersion()],
    ["Kept here", await keptSize()],
    ["Network", navigator.onLine ? "connected" : "none"],
    ["Address", location.href],
    ["Browser", navigator.userAgent],
  ];
}

async function pyodideVersion() {
  try {
    const url = new URL("./pyodide/pyodide.mjs", import.meta.url).href;
    return String((await import(url)).version);
  } catch {
    return "unknown: pyodide.mjs could not be loaded";
  }
}

/** The size of all that this page keeps, without what the browser compiled of it. */
async function keptSize() {
  try {
    const names = (await caches.keys()).filter((name) => name.startsWith("inkglass-"));
    const sizes = await Promise.all(names.map(cacheSize));
    const files = sizes.reduce((sum, cache) => sum + cache.files, 0);
    const bytes = sizes.reduce((sum, cache) => sum + cache.bytes, 0);
    return files === 0 ? "nothing" : `${size(bytes)} in ${files} ${files === 1 ? "file" : "files"}`;
  } catch {
    return "nothing: storage is refused";
  }
}

/** @param {string} name */
async function cacheSize(name) {
  const responses = await (await caches.open(name)).matchAll();
  let bytes = 0;
  for (const response of responses) bytes += (await response.blob()).size;
  return { files: responses.length, bytes };
}
