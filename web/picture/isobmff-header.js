/** AVIF and HEIC: boxes in boxes (ISO/IEC 14496-12). */
import { hasAscii } from "./has-ascii.js";

/** @import { ImageHeader } from "./image-header.js" */

const AVIF = ["avif", "avis"];
const HEIC = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];
/** The property that holds a size: its name, version and flags, width, height. */
const SIZE = "ispe";

/**
 * @param {Uint8Array} bytes
 * @param {DataView} view
 * @returns {ImageHeader | null} null if it is neither
 */
export function isobmffHeader(bytes, view) {
  if (bytes.length < 16 || !hasAscii(bytes, 4, "ftyp")) return null;
  const brands = brandsOf(bytes, Math.min(view.getUint32(0), bytes.length));
  const isOne = (/** @type {string[]} */ names) => brands.some((brand) => names.includes(brand));
  if (isOne(AVIF)) return { type: "avif", ...largest(bytes, view) };
  if (isOne(HEIC)) return { type: "heic", ...largest(bytes, view) };
  return null;
}

/** @param {Uint8Array} bytes @param {number} end */
function brandsOf(bytes, end) {
  const brands = [];
  for (let i = 8; i + 4 <= end; i += 4) {
    brands.push(String.fromCharCode(...bytes.subarray(i, i + 4)));
  }
  return brands;
}

/**
 * A picture may be made of tiles, and hold a small one of itself; each has a size.
 *
 * @param {Uint8Array} bytes
 * @param {DataView} view
 */
function largest(bytes, view) {
  let size = {};
  let area = 0;
  for (let i = bytes.indexOf(0x69); i >= 0 && i + 16 <= bytes.length; ) {
    if (hasAscii(bytes, i, SIZE)) {
      const [width, height] = [view.getUint32(i + 8), view.getUint32(i + 12)];
      if (width * height > area) size = { width, height };
      area = Math.max(area, width * height);
    }
    i = bytes.indexOf(0x69, i + 1);
  }
  return size;
}
