/** What there is to know besides the checks: versions, surroundings, and how much is kept. */

import { siteUrl } from "../shared/site-url.js";
import { size } from "./finding.js";
import { importFiles } from "./lists.js";

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
    return String((await import(siteUrl("pyodide/pyodide.mjs"))).version);
  } catch {
    return "unknown: pyodide.mjs could not be loaded";
  }
}

/** The size of all that this page keeps, without what the browser compiled of it. */
async function keptSize() {
  const sizes = [...(await sizesOf(cachedFiles)), ...(await sizesOf(privateFiles))];
  if (sizes.length === 0) return "nothing";
  const bytes = sizes.reduce((sum, each) => sum + each, 0);
  return `${size(bytes)} in ${sizes.length} ${sizes.length === 1 ? "file" : "files"}`;
}

/**
 * @param {() => AsyncIterable<Blob>} list
 * @returns {Promise<number[]>} empty where that storage is refused
 */
async function sizesOf(list) {
  const sizes = [];
  try {
    for await (const file of list()) sizes.push(file.size);
  } catch {
    // What cannot be listed is not counted.
  }
  return sizes;
}

async function* cachedFiles() {
  for (const name of (await caches.keys()).filter(isOurs)) {
    const responses = await (await caches.open(name)).matchAll();
    for (const response of responses) yield response.blob();
  }
}

async function* privateFiles() {
  const folder = await navigator.storage.getDirectory();
  for await (const [name, handle] of folder.entries()) {
    if (isOurs(name) && handle instanceof FileSystemFileHandle) yield handle.getFile();
  }
}

/** @param {string} name */
function isOurs(name) {
  return name.startsWith("inkglass");
}
