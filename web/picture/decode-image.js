/** From a picture's file to its pixels, on the page or in a worker. */
import { HEADER_BYTES, readImageHeader } from "./image-header.js";
import {
  EMPTY,
  ImageProblem,
  NO_ROOM,
  problemOf,
  UNREADABLE,
  undecodable,
} from "./image-problem.js";
import { readableSize } from "./image-size.js";

/**
 * @import { ImageHeader } from "./image-header.js"
 * @typedef {object} Image
 * @property {Uint8Array<ArrayBuffer>} pixels RGBA, row by row, opaque
 * @property {number} width
 * @property {number} height
 * @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Context
 */

const PAPER = "#ffffff";
const BOARD = "#000000";

/**
 * The first frame of a picture, turned as its Exif says, and made smaller where it is large.
 *
 * @param {Blob} file
 * @returns {Promise<Image>}
 * @throws {ImageProblem}
 */
export async function decodeImage(file) {
  const header = await headerOf(file);
  const problem = problemOf(header);
  if (problem) throw new ImageProblem(problem);
  const bitmap = await decoded(file, header);
  try {
    return pixelsOf(bitmap, bitmap);
  } finally {
    bitmap.close();
  }
}

/** @param {Blob} file */
async function headerOf(file) {
  if (file.size === 0) throw new ImageProblem(EMPTY);
  const header = readImageHeader(await bytesOf(file.slice(0, HEADER_BYTES)));
  const isFurtherOn = header.type === "jpeg" && !header.width && file.size > HEADER_BYTES;
  return isFurtherOn ? readImageHeader(await bytesOf(file)) : header;
}

/** @param {Blob} file */
async function bytesOf(file) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    console.warn(error);
    throw new ImageProblem(UNREADABLE);
  }
}

/**
 * The browser scales while it decodes, where it can be told to without knowing which way the picture
 * will be turned: one side is given, the other follows, and neither way is any side enlarged.
 *
 * @param {Blob} file
 * @param {ImageHeader} header
 */
async function decoded(file, { type, width = 0, height = 0 }) {
  const size = readableSize(width, height);
  const longest = Math.max(size.width, size.height);
  /** @type {ImageBitmapOptions} */
  const options = { imageOrientation: "from-image" };
  if (longest < Math.min(width, height)) {
    Object.assign(options, { resizeWidth: longest, resizeQuality: "high" });
  }
  try {
    return await createImageBitmap(file, options);
  } catch (error) {
    console.info(error);
    throw new ImageProblem(undecodable(type));
  }
}

/**
 * The pixels of a picture, or of what a camera shows, made smaller where it is large.
 *
 * @param {ImageBitmap | HTMLVideoElement} source
 * @param {{width: number, height: number}} size of the source
 * @returns {Image}
 * @throws {ImageProblem}
 */
export function pixelsOf(source, size) {
  try {
    return painted(source, readableSize(size.width, size.height));
  } catch (error) {
    console.warn(error);
    throw new ImageProblem(NO_ROOM);
  }
}

/**
 * @param {ImageBitmap | HTMLVideoElement} source
 * @param {{width: number, height: number}} size of the result
 * @returns {Image}
 */
function painted(source, { width, height }) {
  const context = createContext(width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const ground = groundOf(data);
  if (ground === null) return { pixels: new Uint8Array(data.buffer), width, height };
  context.globalCompositeOperation = "destination-over";
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  const covered = context.getImageData(0, 0, width, height).data;
  return { pixels: new Uint8Array(covered.buffer), width, height };
}

/**
 * @param {number} width
 * @param {number} height
 * @returns {Context}
 */
function createContext(width, height) {
  const canvas = createCanvas(width, height);
  const context = /** @type {Context | null} */ (
    canvas.getContext("2d", { willReadFrequently: true })
  );
  if (!context) throw new Error("This browser offers no canvas to draw on.");
  return context;
}

/**
 * @param {number} width
 * @param {number} height
 */
function createCanvas(width, height) {
  if (typeof OffscreenCanvas !== "undefined") return new OffscreenCanvas(width, height);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/**
 * What lies under a transparent picture: white paper, or black if what is drawn is light.
 *
 * @param {Uint8ClampedArray} pixels RGBA
 * @returns {string | null} null under an opaque one
 */
function groundOf(pixels) {
  let light = 0;
  let cover = 0;
  for (let i = 0; i < pixels.length; i += 4) {
    light += (pixels[i] + pixels[i + 1] + pixels[i + 2]) * pixels[i + 3];
    cover += pixels[i + 3];
  }
  if (cover === (pixels.length / 4) * 255) return null;
  return light / 3 > 127 * cover ? BOARD : PAPER;
}
