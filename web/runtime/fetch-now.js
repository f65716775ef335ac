/** Fetching what Python needs in the midst of a computation, which cannot wait for a promise. */

import { FILES } from "../shared/files.js";
import { siteUrl } from "../shared/site-url.js";
import { FileError } from "./download.js";

/** The polynomial of CRC-32, as gzip and zip have it (ISO/IEC 13239), its bits reversed. */
const POLYNOMIAL = 0xedb88320;

/**
 * Fetches a file, and lets everything else in this thread wait.
 *
 * @param {string} path
 * @returns {Uint8Array<ArrayBuffer>}
 * @throws {FileError} if there is no answer, an HTTP error, or another file than was built
 */
export function fetchNow(path) {
  const xhr = new XMLHttpRequest();
  xhr.open("GET", siteUrl(path), false);
  xhr.responseType = "arraybuffer";
  try {
    xhr.send();
  } catch {
    throw new FileError(path, "could not be fetched. Check the connection, then try again.");
  }
  if (xhr.status !== 200) {
    throw new FileError(path, `could not be fetched: the server answered ${xhr.status}.`);
  }
  const data = new Uint8Array(xhr.response);
  const { bytes, crc32: expected } = FILES[path];
  if (data.length !== bytes || (expected !== undefined && crc32(data) !== expected)) {
    throw new FileError(path, "is not the file that was built: it was altered on its way.");
  }
  return data;
}

/** @param {Uint8Array} data */
function crc32(data) {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
    return rest;
  });
  let crc = 0xffffffff;
  for (const byte of data) crc = table[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
