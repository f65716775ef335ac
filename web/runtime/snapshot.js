/**
 * A snapshot of Python's memory: NumPy, the package and a network already in it. The build makes it,
 * `py/sitebuild/snapshot.mjs`. Pyodide can load one, but it knows nothing of extension modules, and
 * copies memory when all else has been done. This one is read to where Python will have its memory
 * before there is a Python.
 *
 * It begins with a checksum of the rest of its header, two 64-bit words, and the header's length in bytes,
 * a 32-bit one. The header goes on with a line of JSON, padded with zeros to whole pages. Behind it are
 * the pages of memory that are not all zero; the first of them is the first of memory.
 *
 * @typedef {object} Header
 * @property {object} config what Pyodide keeps of its JavaScript side
 * @property {Record<string, string>} libraries the paths of the linked libraries, by their handles
 * @property {[number, number, string][]} runs offset, length and checksum of the memory that is not zero
 * @property {number[]} touched offsets of the pages that a start writes to before Pyodide would restore
 *   memory
 * @property {{model: string, trial: number[]}} notes which network is loaded, and what it made of a
 *   trial drawing
 *
 * @typedef {{header: Header, touched: Uint8Array[]}} Image what memory was filled with: `touched` are
 *   copies of the pages that have to be filled once more
 *
 * @typedef {object} Snapshot
 * @property {WebAssembly.Memory} memory for Python
 * @property {Promise<Image>} image what memory is filled with
 *
 * @typedef {(target: Uint8Array<ArrayBuffer>, at: number) => unknown} Read fills the target with what the
 *   snapshot has from `at` on; what the snapshot lacks it leaves as it is
 */
import { checksumOf } from "./checksum.js";

export const PAGE = 4096;
/** Where in the header is what. */
export const CHECKSUM = 0;
export const LENGTH = 16;
export const TEXT = 20;
/** The header is read to where the first pages of memory will be. */
export const LONGEST_HEADER = 1 << 18;
/** How much memory Python begins with, in WebAssembly's pages: so that a start needs no more. */
const FIRST_PAGES = 640;
const MOST_PAGES = 65536;

/** Returns memory for Python. */
export function newMemory() {
  return new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_PAGES });
}

/**
 * Fills new memory with a snapshot.
 *
 * @param {WebAssembly.Memory} memory
 * @param {Read} read
 * @returns {Image}
 * @throws {Error} if the snapshot is damaged; memory can be filled again then, but not used
 */
export function fillMemory(memory, read) {
  const buffer = /** @type {ArrayBuffer} */ (memory.buffer);
  const sum = checksumOf(memory);
  const { length, header } = readHeader(buffer, read, sum);
  let at = length;
  for (const [offset, size, wanted] of header.runs) {
    read(new Uint8Array(buffer, offset, size), at);
    if (String(sum(offset, size)) !== wanted) throw new Error("It is damaged.");
    at += size;
  }
  const copy = (/** @type {number} */ offset) =>
    new Uint8Array(buffer.slice(offset, offset + PAGE));
  return { header, touched: header.touched.map(copy) };
}

/**
 * @param {ArrayBuffer} buffer
 * @param {Read} read
 * @param {ReturnType<typeof checksumOf>} sum
 * @returns {{length: number, header: Header}}
 */
function readHeader(buffer, read, sum) {
  read(new Uint8Array(buffer, 0, PAGE), 0);
  const length = new DataView(buffer).getUint32(LENGTH, true);
  if (length === 0 || length % PAGE || length > LONGEST_HEADER) throw new Error("It is damaged.");
  read(new Uint8Array(buffer, 0, length), 0);
  const wanted = new BigInt64Array(buffer, CHECKSUM, 2);
  if (String(sum(LENGTH, length - LENGTH)) !== String(wanted)) throw new Error("It is damaged.");
  const text = new Uint8Array(buffer, TEXT, length - TEXT);
  const line = new TextDecoder().decode(text.subarray(0, text.indexOf(0)));
  return { length, header: JSON.parse(line) };
}

/**
 * Prepares Emscripten's module, its libraries linked but Python not yet started, so that Pyodide goes on
 * from the image when it would restore a snapshot of its own.
 *
 * @param {any} module
 * @param {Image} image
 */
export function restoreInto(module, { header, touched }) {
  const LDSO = module.LDSO; // engine.py leaves what is taken by such a name
  for (const [handle, path] of Object.entries(header.libraries)) {
    LDSO.loadedLibsByHandle[handle] = LDSO.loadedLibsByName[path];
  }
  module.API.restoreSnapshot = () => {
    for (const [i, page] of touched.entries()) module.HEAPU8.set(page, header.touched[i]);
    // A pointer to a function that this engine has made, not the one that made the snapshot.
    module.HEAP32[trampolineOf(module)] = module.trampoline;
    return header.config;
  };
}

/**
 * The index in HEAP32 of Python's pointer to the function that calls C functions of any arity.
 *
 * @param {any} module
 */
function trampolineOf(module) {
  const offset = module.HEAP32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >> 2];
  return (module.__PyRuntime + offset) >> 2;
}
