/**
 * The snapshot as Python's memory takes it, in a file of the page's private file system: the only
 * storage that a worker reads without waiting. The file begins with the SHA-256 of the rest.
 */
import { VERSION } from "./files.js";

/** @typedef {Uint8Array<ArrayBuffer>} Packed */

const SUFFIX = ".snapshot";
const NAME = `inkglass-${VERSION}${SUFFIX}`;
const DIGEST_BYTES = 32;

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
 * Reads at once and checks while whoever called goes on.
 *
 * @param {FileSystemSyncAccessHandle} handle which is closed
 * @returns {Promise<Packed>}
 * @throws {Error} if the file is not as it was written
 */
export async function readSnapshot(handle) {
  const file = new Uint8Array(handle.getSize());
  handle.read(file, { at: 0 });
  handle.close();
  const data = file.subarray(DIGEST_BYTES);
  const found = await digest(data);
  if (!found.every((byte, i) => byte === file[i])) throw new Error("It is damaged.");
  return data;
}

/**
 * @param {Packed} data
 * @throws {DOMException} if there is no room, or no storage
 */
export async function saveSnapshot(data) {
  const folder = await navigator.storage.getDirectory();
  await removeSnapshots(folder);
  const file = await folder.getFileHandle(NAME, { create: true });
  const handle = await file.createSyncAccessHandle();
  try {
    handle.write(data, { at: DIGEST_BYTES });
    // Last, so that a file that was not written to its end does not pass for a whole one.
    handle.write(await digest(data), { at: 0 });
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

/** @param {Packed} data */
async function digest(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}
