/**
 * The snapshot that this browser made of Python, in a file of the page's private file system: the
 * only storage that a worker reads without waiting. The file begins with a checksum of the rest.
 */
import { VERSION } from "./files.js";

const SUFFIX = ".snapshot";
const NAME = `inkglass-${VERSION}${SUFFIX}`;
const CHECKSUM_BYTES = 4;

/**
 * Opens this build's snapshot for reading.
 *
 * @returns {Promise<FileSystemSyncAccessHandle | null>} null if there is none, or no storage
 */
export async function openSnapshot() {
  try {
    const folder = await navigator.storage.getDirectory();
    const file = await folder.getFileHandle(NAME);
    // Several tabs can read at once, where the browser knows of the mode.
    return await file.createSyncAccessHandle({ mode: "read-only" });
  } catch {
    return null;
  }
}

/**
 * @param {FileSystemSyncAccessHandle} handle which is closed
 * @throws {Error} if the file is not as it was written
 */
export function readSnapshot(handle) {
  const file = new Uint8Array(handle.getSize());
  handle.read(file, { at: 0 });
  handle.close();
  const data = file.subarray(CHECKSUM_BYTES);
  if (data.length === 0 || data.length % 4 !== 0) throw new Error("It was cut.");
  if (new Uint32Array(file.buffer, 0, 1)[0] !== checksum(data)) throw new Error("It is damaged.");
  return data;
}

/**
 * @param {Uint8Array<ArrayBuffer>} data whose length is a multiple of 4
 * @throws {DOMException} if there is no room, or no storage
 */
export async function saveSnapshot(data) {
  const folder = await navigator.storage.getDirectory();
  await removeSnapshots(folder);
  const file = await folder.getFileHandle(NAME, { create: true });
  const handle = await file.createSyncAccessHandle();
  try {
    handle.write(data, { at: CHECKSUM_BYTES });
    // Last, so that a file that was not written to its end does not pass for a whole one.
    handle.write(new Uint32Array([checksum(data)]), { at: 0 });
    handle.flush();
  } finally {
    handle.close();
  }
}

export async function dropSnapshot() {
  try {
    await removeSnapshots(await navigator.storage.getDirectory());
  } catch {
    // What cannot be removed will not be read either.
  }
}

/**
 * Removes the snapshots of all builds.
 *
 * @param {FileSystemDirectoryHandle} folder
 */
async function removeSnapshots(folder) {
  for await (const name of folder.keys()) {
    if (name.endsWith(SUFFIX)) await folder.removeEntry(name);
  }
}

/**
 * FNV-1a (Fowler, Noll and Vo) over words of 32 bits: a change within one word always shows.
 *
 * @param {Uint8Array<ArrayBuffer>} data
 */
function checksum(data) {
  const words = new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], 0x01000193);
  return hash >>> 0;
}
