// sharing/: a drawing leaves the page, as a link that holds it or as a PNG file.

/**
 * A drawing as text that fits an address: base64url of bytes, after a character for the version, and
 * before that an "n" if it is a number's, and so on a wide surface. Of each stroke there is the number of its points, and of each point
 *
 * - how long after the last one it was made, times 2, plus 1 if its width is another,
 * - that width, if so,
 * - how far it is from the last one, to the right and down.
 *
 * Numbers take seven bits a byte, the lowest first; the eighth says that more follow. Two bytes at
 * the end are a checksum, which begins at 1, or for a number at 2.
 */
import { SURFACES } from "../drawing/surface.js";

/**
 * @import { Point, Stroke } from "../drawing/strokes.js"
 * @import { Surface } from "../drawing/surface.js"
 */

const VERSION = "1";
const NUMBER = "n";
const MOST_POINTS = 4000;
const MOST_CHARACTERS = 8 * MOST_POINTS;

/** Steps of a coordinate in a unit of the pad. */
const FINENESS = 2;
const MILLISECONDS = 10;
/** Pauses in steps of 10 ms; a replay would shorten longer ones. */
const LONGEST_PAUSE = 40;
const WIDEST = 100;
/** Points nearer than this, in steps, are left out: the line is a smooth one, and ten times as wide. */
const MIN_DISTANCE = 10;

/**
 * @param {Stroke[]} drawing
 * @param {Surface} surface
 * @returns {string | null} null if it is blank, or too large for an address
 */
export function encode(drawing, surface) {
  const strokes = drawing.map((stroke) => thinned(stroke.map((point) => coarse(point, surface))));
  if (strokes.length === 0 || strokes.flat().length > MOST_POINTS) return null;
  /** @type {number[]} */
  const bytes = [];
  let last = { x: 0, y: 0, width: 0, time: strokes[0][0].time };
  for (const stroke of strokes) {
    writeNumber(bytes, stroke.length);
    for (const point of stroke) {
      const pause = Math.min(Math.max(point.time - last.time, 0), LONGEST_PAUSE);
      const isOther = point.width !== last.width;
      writeNumber(bytes, 2 * pause + Number(isOther));
      if (isOther) writeNumber(bytes, point.width);
      writeSigned(bytes, point.x - last.x);
      writeSigned(bytes, point.y - last.y);
      last = point;
    }
  }
  const sum = checksum(bytes, surface);
  bytes.push(sum >> 8, sum & 255);
  const text = btoa(String.fromCharCode(...bytes));
  const kind = surface === SURFACES.number ? NUMBER : "";
  return kind + VERSION + text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * @param {string} code
 * @returns {{surface: Surface, drawing: Stroke[]} | null} null if it is damaged, too large, or of a version that is not known here
 */
export function decode(code) {
  if (code.length > MOST_CHARACTERS || !/^n?1[\w-]+$/.test(code)) return null;
  const surface = code.startsWith(NUMBER) ? SURFACES.number : SURFACES.digit;
  try {
    const text = atob(
      code
        .slice(code.indexOf(VERSION) + 1)
        .replaceAll("-", "+")
        .replaceAll("_", "/"),
    );
    const bytes = Array.from(text, (character) => character.charCodeAt(0));
    const [high, low] = bytes.splice(-2);
    if (256 * high + low !== checksum(bytes, surface)) return null;
    return { surface, drawing: read(bytes, surface) };
  } catch {
    return null;
  }
}

/**
 * @param {number[]} bytes
 * @param {Surface} surface
 * @returns {Stroke[]}
 * @throws {Error} if they are not a drawing
 */
function read(bytes, surface) {
  let at = 0;
  const number = () => {
    let value = 0;
    for (let scale = 1; scale < 2 ** 28; scale *= 128) {
      if (at === bytes.length) break;
      const byte = bytes[at++];
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new Error("There is no number.");
  };
  const signed = () => {
    const value = number();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };
  const last = { x: 0, y: 0, width: 0, time: 0 };
  const point = () => {
    const step = number();
    last.time += step >> 1;
    if (step % 2) last.width = number();
    last.x += signed();
    last.y += signed();
    return fine(last, surface);
  };
  const strokes = [];
  let left = MOST_POINTS;
  while (at < bytes.length) {
    const length = number();
    left -= length;
    if (length === 0 || left < 0) throw new Error("There are none, or too many points.");
    strokes.push(Array.from({ length }, point));
  }
  if (strokes.length === 0) throw new Error("There is nothing.");
  return strokes;
}

/** @param {Point} point @param {Surface} surface @returns {Point} in whole steps, on the surface */
function coarse({ x, y, width, time }, surface) {
  return {
    x: between(0, Math.round(x * FINENESS), surface.width * FINENESS),
    y: between(0, Math.round(y * FINENESS), surface.height * FINENESS),
    width: between(1, Math.round(width), WIDEST),
    time: Math.round(time / MILLISECONDS),
  };
}

/**
 * @param {Point} point in whole steps
 * @param {Surface} surface
 * @returns {Point} in units of the surface, and on it
 */
function fine({ x, y, width, time }, surface) {
  return {
    x: between(0, x / FINENESS, surface.width),
    y: between(0, y / FINENESS, surface.height),
    width: between(1, width, WIDEST),
    time: time * MILLISECONDS,
  };
}

/** @param {number} low @param {number} value @param {number} high */
function between(low, value, high) {
  return Math.min(Math.max(value, low), high);
}

/** @param {Stroke} stroke @returns {Stroke} its ends, and between them what is not too near */
function thinned(stroke) {
  let kept = stroke[0];
  return stroke.filter((point, i) => {
    const isFar = Math.hypot(point.x - kept.x, point.y - kept.y) >= MIN_DISTANCE;
    if (i > 0 && i < stroke.length - 1 && !isFar) return false;
    kept = point;
    return true;
  });
}

/** @param {number[]} bytes @param {number} value */
function writeNumber(bytes, value) {
  let rest = value;
  for (; rest > 127; rest >>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
}

/** @param {number[]} bytes @param {number} value */
function writeSigned(bytes, value) {
  writeNumber(bytes, value < 0 ? -2 * value - 1 : 2 * value);
}

/** @param {number[]} bytes @param {Surface} surface */
function checksum(bytes, surface) {
  const first = surface === SURFACES.number ? 2 : 1;
  return bytes.reduce((sum, byte) => (31 * sum + byte) & 0xffff, first);
}
