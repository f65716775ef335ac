/** Fetching the files of the build: counted, checked against its list, each failure named. */
import { hexDigest } from "../shared/digest.js";
import { fetchOptions } from "../shared/fetch-options.js";
import { FILES } from "../shared/files.js";
import { siteUrl } from "../shared/site-url.js";

/** The browser's own: what Pyodide calls is answered by delivery.js. */
const browserFetch = globalThis.fetch.bind(globalThis);

/** A file that could not be had as it was built. Its message is for the visitor. */
export class FileError extends Error {
  /**
   * @param {string} path of the file
   * @param {string} fault what happened to it, in words that follow its name
   */
  constructor(path, fault) {
    super(`${nameOf(path)} ${fault}`);
    this.path = path;
  }
}

/**
 * Requests a file and resolves when the server begins to answer.
 *
 * @param {string} path as listed in `FILES`
 * @param {RequestCache} cache
 * @returns {Promise<Response>}
 * @throws {FileError} if there is no answer, an HTTP error, or WebAssembly of another MIME type
 */
export async function request(path, cache) {
  const { type } = FILES[path];
  const response = await browserFetch(siteUrl(path), fetchOptions(cache)).catch(() => {
    throw new FileError(path, "could not be fetched. Check the connection, then try again.");
  });
  if (!response.ok) {
    throw new FileError(path, `could not be fetched: the server answered ${response.status}.`);
  }
  const found = response.headers.get("Content-Type")?.split(";")[0] ?? "no type";
  // Pyodide waits forever for WebAssembly that the browser refuses to compile for its type.
  if (type === "application/wasm" && found !== type) {
    throw new FileError(path, `was sent as ${found}; the server must send it as ${type}.`);
  }
  return response;
}

/**
 * Reads a response to its end and compares it with what was built.
 *
 * @param {string} path
 * @param {Response} response
 * @param {(bytes: number, piece: Uint8Array<ArrayBuffer>) => void} onBytes called with each piece
 *   that arrived, and its size
 * @throws {FileError} if it breaks off, or its length or SHA-256 differs
 */
export async function readChecked(path, response, onBytes) {
  const { bytes, sha256 } = FILES[path];
  const data = new Uint8Array(bytes);
  let length = 0;
  try {
    for await (const piece of piecesOf(response)) {
      if (length + piece.length <= bytes) data.set(piece, length);
      length += piece.length;
      onBytes(piece.length, piece);
    }
  } catch {
    throw new FileError(
      path,
      `broke off after ${length} of ${bytes} bytes. Check the connection, then try again.`,
    );
  }
  if (length !== bytes) {
    throw new FileError(
      path,
      `has ${length} bytes where ${bytes} were built: it was cut or replaced on its way.`,
    );
  }
  // Where there is no SHA-256, the length must do.
  const found = await hexDigest(data);
  if (found !== null && found !== sha256) {
    throw new FileError(path, "is not the file that was built: it was altered on its way.");
  }
  return data;
}

/** @param {Response} response */
export async function* piecesOf(response) {
  const reader = /** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (response.body).getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
}

/** @param {string} path */
export function nameOf(path) {
  return path.slice(path.lastIndexOf("/") + 1);
}
