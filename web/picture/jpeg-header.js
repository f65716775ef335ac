/** @import { ImageHeader } from "./image-header.js" */

const START_OF_IMAGE = 0xd8;
const START_OF_SCAN = 0xda;
const LAST_WITHOUT_LENGTH = 0xd9;
/** Among the markers of a frame's start, C0 to CF, these are others: tables, and one that is kept free. */
const NO_FRAME = [0xc4, 0xc8, 0xcc];

/**
 * Goes from segment to segment to the one that holds the size (ITU-T T.81, B.1 and B.2.2).
 *
 * @param {Uint8Array} bytes
 * @param {DataView} view
 * @returns {ImageHeader | null} null if it is no JPEG
 */
export function jpegHeader(bytes, view) {
  if (bytes[0] !== 0xff || bytes[1] !== START_OF_IMAGE || bytes[2] !== 0xff) return null;
  let offset = 2;
  while (offset + 9 <= bytes.length && bytes[offset] === 0xff) {
    const marker = bytes[offset + 1];
    if (isFrame(marker)) {
      return {
        type: "jpeg",
        width: view.getUint16(offset + 7),
        height: view.getUint16(offset + 5),
      };
    }
    if (marker === START_OF_SCAN) break;
    offset += lengthOf(marker, view, offset);
  }
  return { type: "jpeg" };
}

/** @param {number} marker */
function isFrame(marker) {
  return marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.includes(marker);
}

/**
 * @param {number} marker
 * @param {DataView} view
 * @param {number} offset of the marker
 */
function lengthOf(marker, view, offset) {
  if (marker === 0xff) return 1; // a byte of filling
  const isAlone = marker >= 0xd0 && marker <= LAST_WITHOUT_LENGTH;
  return isAlone ? 2 : 2 + view.getUint16(offset + 2);
}
