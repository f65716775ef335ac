/** Which files the build consists of, from the two lists it wrote: files.js and build.json. */
import { siteUrl } from "../shared/site-url.js";

/**
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} url
 * @property {string} sha256 in hex
 * @property {number} [bytes]
 * @property {string} [type] MIME type
 *
 * @typedef {object} Build what the service worker of a build keeps
 * @property {string} version
 * @property {Record<string, string>} files SHA-256 by path from the site's root
 */

/** The folder of index.html, where the files with fixed addresses are. */
export const ROOT = new URL("./", location.href).href;

/** @returns {Promise<typeof import("../shared/files.js") | null>} null if it cannot be had */
export async function importFiles() {
  return import(siteUrl("files.js")).catch(() => null);
}

/**
 * The build that the server has, past all caches.
 *
 * @returns {Promise<Build>}
 * @throws {Error} if it cannot be had, or says nothing
 */
export async function fetchBuild() {
  const response = await fetch(new URL("build.json", ROOT), { cache: "no-store" }).catch(() => {
    throw new Error("the server did not answer");
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.json().catch(() => {
    throw new Error("it names no build");
  });
}

/**
 * The files of the build that this page is of; where files.js is lost, those of the server's.
 *
 * @returns {Promise<Entry[]>}
 */
export async function listFiles() {
  const [files, build] = await Promise.all([importFiles(), fetchBuild().catch(() => null)]);
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  if (build && (!files || files.VERSION === build.version)) {
    for (const [path, sha256] of Object.entries(build.files)) {
      add(entries, new URL(path, ROOT).href, { sha256 });
    }
  }
  for (const [path, entry] of Object.entries({ ...files?.PAGE_FILES, ...files?.FILES })) {
    add(entries, siteUrl(path), entry);
  }
  return [...entries.values()];
}

/**
 * Where the lists differ, the first has the last word: it tells whether files.js is sound.
 *
 * @param {Map<string, Entry>} entries
 * @param {string} url
 * @param {Omit<Entry, "name" | "url">} entry
 */
function add(entries, url, entry) {
  const name = url.slice(url.lastIndexOf("/") + 1);
  entries.set(url, { name, url, ...entry, ...entries.get(url) });
}
