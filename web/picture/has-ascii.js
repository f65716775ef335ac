/**
 * @param {Uint8Array} bytes
 * @param {number} offset
 * @param {string} ascii
 */
export function hasAscii(bytes, offset, ascii) {
  return [...ascii].every((character, i) => bytes[offset + i] === character.charCodeAt(0));
}
