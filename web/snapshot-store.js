/** The snapshot that this browser made of Python, kept beside the files of the same build. */
import { hexDigest } from "./digest.js";
import { VERSION } from "./files.js";

const CACHE = `inkglass-${VERSION}`;
const KEY = new URL("snapshot", import.meta.url).href;
const DIGEST = "X-SHA-256";
const ENGINE = "X-Engine";

/** The snapshot that this very browser made for this build, not yet read, or null. */
export async function findSnapshot() {
  try {
    const kept = await (await caches.open(CACHE)).match(KEY);
    return kept?.headers.get(ENGINE) === navigator.userAgent ? kept : null;
  } catch {
    return null; // no storage, or none for us
  }
}

/**
 * @param {Response} kept
 * @throws {Error} if it is not as it was made
 */
export async function readSnapshot(kept) {
  const data = new Uint8Array(await kept.arrayBuffer());
  if (kept.headers.get(DIGEST) !== (await hexDigest(data))) throw new Error("It is damaged.");
  return data;
}

/**
 * @param {Uint8Array<ArrayBuffer>} data
 * @throws {DOMException} if there is no room, or no storage
 */
export async function saveSnapshot(data) {
  const headers = { [DIGEST]: (await hexDigest(data)) ?? "", [ENGINE]: navigator.userAgent };
  await (await caches.open(CACHE)).put(KEY, new Response(data, { headers }));
}

export async function dropSnapshot() {
  try {
    await (await caches.open(CACHE)).delete(KEY);
  } catch {
    // What cannot be opened will not be loaded either.
  }
}
