/**
 * Why a picture cannot be opened, in a sentence for whoever chose it, and what to do.
 *
 * @import { ImageHeader, ImageType } from "./image-header.js"
 */

/** Phones take pictures of up to 200 megapixels, most of 12 to 50; each takes four bytes once decoded. */
export const MEGAPIXELS_LIMIT = 120;

const KINDS = "Choose a JPEG, PNG, WebP or GIF picture.";
const INSTEAD = "Save it as JPEG or PNG, or take a screenshot of it.";

/** Its message is shown. */
export class ImageProblem extends Error {}

/** @type {Record<string, string>} */
const NEVER_OPENED = {
  text: `This file holds text, not a picture, whatever its name says. ${KINDS}`,
  svg: `This is an SVG drawing, which cannot be opened here. ${INSTEAD}`,
  unknown: `This file is no picture that can be opened here. ${KINDS}`,
};

/** Some browsers open these. */
const SELDOM_OPENED = ["heic", "avif", "tiff"];

export const EMPTY = `This file is empty: it has 0 bytes. ${KINDS}`;
export const UNREADABLE =
  "The browser could not read this file. It may have been moved or changed: choose it again.";
export const TOO_SLOW =
  "Opening this picture took too long. Make it smaller, or take a screenshot of it.";
export const NO_ROOM =
  "This device has no memory left for this picture. Make it smaller, or take a screenshot of it.";

/**
 * What keeps a picture from being opened at all, as far as its header tells.
 *
 * @param {ImageHeader} header
 * @returns {string | null}
 */
export function problemOf({ type, width = 0, height = 0 }) {
  const pixels = width * height;
  if (pixels > MEGAPIXELS_LIMIT * 1e6) return tooLarge(width, height);
  return NEVER_OPENED[type ?? "unknown"] ?? null;
}

/**
 * @param {number} width
 * @param {number} height
 */
function tooLarge(width, height) {
  const size = `${width.toLocaleString("en")} × ${height.toLocaleString("en")} pixels`;
  return `This picture is too large: ${size}. Up to ${MEGAPIXELS_LIMIT} megapixels can be opened. Make it smaller, or take a screenshot of it.`;
}

/**
 * What to say where the browser could not decode a picture.
 *
 * @param {ImageType | null} type
 */
export function undecodable(type) {
  const name = (type ?? "").replace("webp", "WebP");
  const kind = name === "WebP" ? name : name.toUpperCase();
  if (type && SELDOM_OPENED.includes(type)) {
    return `This browser cannot open ${kind} pictures. ${INSTEAD}`;
  }
  return `This ${kind} picture is damaged: a part of it is missing or wrong. Save it anew, or take a screenshot of it.`;
}
