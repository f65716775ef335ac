/**
 * The snapshot as Python's memory takes it, in a file of the page's private file system: the only
 * storage that a worker reads without waiting.
 */
import { VERSION } from "../shared/files.js";
import { fillMemory, LENGTH } from "./snapshot.js";

/** @typedef {Uint8Array<ArrayBuffer>} Packed */

const SUFFIX = ".snapshot";
const NAME = `inkglass-${VERSION}${SUFFIX}`;

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
 * @param {WebAssembly.Memory} memory to fill
 * @throws {Error} if the file is not as it was written
 */
export function readSnapshot(handle, memory) {
  try {
    return fillMemory(memory, (target, at) => handle.read(target, { at }));
  } finally {
    handle.close();
  }
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
    handle.write(data.subarray(LENGTH), { at: LENGTH });
    // Last, so that a file that was not written to its end does not pass for a whole one.
    handle.write(data.subarray(0, LENGTH), { at: 0 });
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
