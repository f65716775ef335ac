/** Whether every file of the build arrives as it was built. */

import { hexDigest } from "../shared/digest.js";
import { fetchOptions } from "../shared/fetch-options.js";
import { failed, ok, size, warning } from "./finding.js";
import { listFiles } from "./lists.js";

/**
 * @import { Entry } from "./lists.js"
 * @import { Finding, State } from "./finding.js"
 * @typedef {{state: State, text: string}} Fault of one file
 * @typedef {{fault: Fault | null, bytes: number, isDigested: boolean}} Look
 */

const SILENCE_LIMIT_MS = 20_000;

/** Browsers refuse these files if they are of another type; of other files they do not mind it. */
const STRICT_TYPES = ["text/javascript", "text/css", "application/wasm", "image/svg+xml"];
const OTHER_SCRIPT_TYPES = ["application/javascript", "application/x-javascript"];

/**
 * Fetches one file after another, as the page would.
 *
 * @param {(text: string) => void} onProgress
 * @returns {Promise<Finding>}
 */
export async function checkFiles(onProgress) {
  onProgress("Fetching the list of files");
  const entries = await listFiles();
  if (entries.length === 0) {
    return failed(
      "files.js and build.json could not be loaded, so there is no list to compare with.",
    );
  }
  /** @type {Fault[]} */
  const faults = [];
  let bytes = 0;
  let isDigested = true;
  for (const [i, entry] of entries.entries()) {
    onProgress(`${i + 1} of ${entries.length}: ${entry.name}`);
    const look = await examine(entry);
    if (look.fault) faults.push(look.fault);
    bytes += look.bytes;
    isDigested &&= look.isDigested;
  }
  return sumUp(faults, entries.length, bytes, isDigested);
}

/**
 * @param {Fault[]} faults
 * @param {number} count
 * @param {number} bytes
 * @param {boolean} isDigested
 */
function sumUp(faults, count, bytes, isDigested) {
  const details = faults.map(({ text }) => text);
  if (faults.some(({ state }) => state === "failed")) {
    return failed(
      `${faults.length} of ${count} files are not as they were built. Reload the page; if that does not help, the site has to be published anew.`,
      details,
    );
  }
  if (faults.length > 0) return warning(`All ${count} files are usable, but:`, details);
  if (!isDigested) {
    return warning(`All ${count} files have their length; without https no more can be told.`);
  }
  return ok(`All ${count} files are there and as they were built, ${size(bytes)} in all.`);
}

/**
 * Looks at a file and, if a kept copy may be what is wrong with it, at a fresh one, which then takes
 * the copy's place.
 *
 * @param {Entry} entry
 * @returns {Promise<Look>}
 */
async function examine(entry) {
  const look = await lookAt(entry, "default");
  if (!look.fault || look.bytes === 0) return look;
  const fresh = await lookAt(entry, "reload");
  if (fresh.fault) return fresh;
  const text = `${entry.name}: the copy that this browser kept was damaged. It has been replaced; reload the page.`;
  return { ...fresh, fault: { state: "warning", text } };
}

/**
 * @param {Entry} entry
 * @param {RequestCache} cache
 * @returns {Promise<Look>} `bytes` is 0 where the file did not come to its end
 */
async function lookAt(entry, cache) {
  const nothing = { bytes: 0, isDigested: true };
  try {
    const { response, data } = await fetchWhole(entry.url, cache);
    if (!response.ok) {
      return { ...nothing, fault: bad(entry, `the server answered ${response.status}.`) };
    }
    const found = await hexDigest(data);
    const type = response.headers.get("Content-Type") ?? "";
    const fault = faultOf(entry, type, data.byteLength, found);
    return { fault, bytes: data.byteLength, isDigested: found !== null };
  } catch {
    return { ...nothing, fault: bad(entry, "it did not arrive.") };
  }
}

/**
 * @param {Entry} entry
 * @param {string} type
 * @param {number} length
 * @param {string | null} digest
 * @returns {Fault | null}
 */
function faultOf(entry, type, length, digest) {
  if (entry.bytes !== undefined && length !== entry.bytes) {
    return bad(entry, `it has ${length} bytes instead of ${entry.bytes}.`);
  }
  if (digest !== null && digest !== entry.sha256) {
    return bad(entry, "it was altered: its SHA-256 is not the one that was built.");
  }
  const found = type.split(";")[0].trim().toLowerCase();
  if (!entry.type || !STRICT_TYPES.includes(entry.type) || found === entry.type) return null;
  if (entry.type === "text/javascript" && OTHER_SCRIPT_TYPES.includes(found)) return null;
  return bad(entry, `it is sent as ${found || "no type"} instead of ${entry.type}.`);
}

/** @param {Entry} entry @param {string} text @returns {Fault} */
function bad({ name }, text) {
  return { state: "failed", text: `${name}: ${text}` };
}

/**
 * @param {string} url
 * @param {RequestCache} cache
 * @throws {DOMException} if nothing more arrives for a while
 */
async function fetchWhole(url, cache) {
  const controller = new AbortController();
  let timer = setTimeout(() => controller.abort(), SILENCE_LIMIT_MS);
  const watch = new TransformStream({
    transform(piece, stream) {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), SILENCE_LIMIT_MS);
      stream.enqueue(piece);
    },
  });
  try {
    const response = await fetch(url, { ...fetchOptions(cache), signal: controller.signal });
    const body = response.body?.pipeThrough(watch) ?? null;
    return { response, data: await new Response(body).arrayBuffer() };
  } finally {
    clearTimeout(timer);
  }
}
