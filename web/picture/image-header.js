/**
 * What the first bytes of a file say about the picture in it, before anything is decoded: a few
 * hundred bytes can claim a picture that would not fit into memory.
 *
 * @typedef {"png" | "jpeg" | "gif" | "webp" | "bmp" | "avif" | "heic" | "tiff" | "svg" | "text"} ImageType
 *   by its content, whatever it is named
 * @typedef {object} ImageHeader
 * @property {ImageType | null} type null for what is none of these
 * @property {number} [width] pixels, as stored: an orientation in Exif may turn them
 * @property {number} [height] absent, as the width, where the bytes do not reach so far
 */

import { hasAscii } from "./has-ascii.js";
import { isobmffHeader } from "./isobmff-header.js";
import { jpegHeader } from "./jpeg-header.js";

/** Enough for every kind but JPEG, which may carry megabytes of other things first. */
export const HEADER_BYTES = 65_536;

const TEXT_BYTES = 2048;
const SVG = /<svg[\s>]/i;

/** @type {((bytes: Uint8Array, view: DataView) => ImageHeader | null)[]} */
const READERS = [png, jpegHeader, gif, webp, bmp, isobmffHeader, tiff, text];

/**
 * @param {Uint8Array} bytes the first of the file
 * @returns {ImageHeader}
 */
export function readImageHeader(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const read of READERS) {
    const header = read(bytes, view);
    if (header) return header;
  }
  return { type: null };
}

/**
 * A header with a size, or without one if the bytes end before `end`.
 *
 * @param {ImageType} type
 * @param {DataView} view
 * @param {number} end
 * @param {() => [number, number]} size width and height
 * @returns {ImageHeader}
 */
function sized(type, view, end, size) {
  if (view.byteLength < end) return { type };
  const [width, height] = size();
  return { type, width, height };
}

/** PNG, 3rd edition, 5.2 and 11.2.1. @param {Uint8Array} bytes @param {DataView} view */
function png(bytes, view) {
  if (!hasAscii(bytes, 0, "\x89PNG\r\n\x1a\n")) return null;
  return sized("png", view, 24, () => [view.getUint32(16), view.getUint32(20)]);
}

/** GIF89a, 18: the logical screen. @param {Uint8Array} bytes @param {DataView} view */
function gif(bytes, view) {
  if (!hasAscii(bytes, 0, "GIF87a") && !hasAscii(bytes, 0, "GIF89a")) return null;
  return sized("gif", view, 10, () => [view.getUint16(6, true), view.getUint16(8, true)]);
}

/** RFC 9649: extended, lossless and lossy. @param {Uint8Array} bytes @param {DataView} view */
function webp(bytes, view) {
  if (!hasAscii(bytes, 0, "RIFF") || !hasAscii(bytes, 8, "WEBP")) return null;
  return sized("webp", view, 30, () => {
    if (hasAscii(bytes, 12, "VP8X")) return [1 + uint24(view, 24), 1 + uint24(view, 27)];
    if (hasAscii(bytes, 12, "VP8L")) {
      const bits = view.getUint32(21, true);
      return [1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff)];
    }
    return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
  });
}

/** @param {DataView} view @param {number} offset */
function uint24(view, offset) {
  return view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
}

/** BITMAPCOREHEADER, else BITMAPINFOHEADER. @param {Uint8Array} bytes @param {DataView} view */
function bmp(bytes, view) {
  if (!hasAscii(bytes, 0, "BM")) return null;
  return sized("bmp", view, 26, () => {
    const isCore = view.getUint32(14, true) === 12;
    if (isCore) return [view.getUint16(18, true), view.getUint16(20, true)];
    // A height below 0 says that the rows go from the top down.
    return [Math.abs(view.getInt32(18, true)), Math.abs(view.getInt32(22, true))];
  });
}

/** @param {Uint8Array} bytes @returns {ImageHeader | null} */
function tiff(bytes) {
  return hasAscii(bytes, 0, "II*\0") || hasAscii(bytes, 0, "MM\0*") ? { type: "tiff" } : null;
}

/** @param {Uint8Array} bytes @returns {ImageHeader | null} */
function text(bytes) {
  if (bytes.length === 0) return null;
  const start = bytes.subarray(0, TEXT_BYTES);
  // No text has these characters; one that is cut in the middle of a character is text, too.
  if (start.some((byte) => byte < 9 || (byte > 13 && byte < 27))) return null;
  try {
    const words = new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: true });
    const isSvg = words.trimStart().startsWith("<") && SVG.test(words);
    return { type: isSvg ? "svg" : "text" };
  } catch {
    return null;
  }
}
