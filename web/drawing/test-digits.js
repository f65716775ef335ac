/** Images of MNIST's test set, fetched when the first is asked for. */

import { createInflater } from "../runtime/inflate.js";
import { hexDigest } from "../shared/digest.js";
import { fetchOptions } from "../shared/fetch-options.js";
import { TEST_DIGITS, VERSION } from "../shared/files.js";
import { INPUT_SIDE } from "../shared/input-side.js";
import { siteUrl } from "../shared/site-url.js";
import { isStroke } from "./mnist-mark.js";
import { SURFACES } from "./surface.js";

/**
 * @import { MnistMark } from "./mnist-mark.js"
 * @import { Surface } from "./surface.js"
 */

const PIXELS = INPUT_SIDE ** 2;
const TIME_LIMIT_MS = 60_000;
/** How many digits a number of them has, at least and at most. */
const FEWEST = 2;
const MOST = 6;

/**
 * @param {HTMLButtonElement} button puts one of the images on the pad, or on a wide one some, side by side
 * @param {HTMLElement} trueLabel says which digits they are
 * @param {import("../shared/note.js").Note} note
 * @param {import("./pad.js").Pad} pad
 * @returns {{update: () => void}} to be called after every change of the pad
 */
export function createTestDigits(button, trueLabel, note, pad) {
  /** @type {MnistMark[]} */
  let pictures = [];
  /** @type {RequestCache} */
  let cache = "default";
  let isFetching = false;

  async function show() {
    if (isFetching) return;
    if (pictures.length === 0) await fetchAll();
    if (pictures.length > 0) pad.open(chosen(pad.surface()));
  }

  const any = () => pictures[below(pictures.length)];
  /** @param {Surface} surface */
  const chosen = (surface) =>
    surface === SURFACES.digit
      ? [any()]
      : inARow(Array.from({ length: FEWEST + below(MOST - FEWEST + 1) }, any), surface);

  async function fetchAll() {
    isFetching = true;
    note.say("Fetching the test images …");
    try {
      pictures = parted(await fetchDigits(cache));
    } catch (error) {
      console.warn("The test images could not be had.", error);
      note.say("The test images could not be fetched. Check the connection, then try again.");
      cache = "reload"; // the browser's may hold what failed
    }
    isFetching = false;
  }

  button.addEventListener("click", show);
  button.disabled = false;

  return {
    update() {
      const name = `Random ${pad.surface().name}`;
      if (button.textContent !== name) button.textContent = name;
      const labels = pad.drawing().flatMap((mark) => (isStroke(mark) ? [] : [mark.label]));
      const text = labels.length > 0 ? `From MNIST's test set: it is ${named(labels)}` : "";
      if (trueLabel.textContent !== text) trueLabel.textContent = text;
    },
  };
}

/**
 * @param {RequestCache} cache
 * @returns {Promise<Uint8Array>} the labels, and after them the images
 * @throws {Error} if it cannot be had as it was built
 */
async function fetchDigits(cache) {
  const url = siteUrl(TEST_DIGITS.path);
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  const response = await fetch(url, { ...fetchOptions(cache), signal });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  const data = new Uint8Array(await response.arrayBuffer());
  const found = await hexDigest(data);
  if (found !== null && found !== TEST_DIGITS.sha256) throw new Error("It was altered on its way.");
  keep(url, data).catch(() => {}); // where nothing can be kept, it is fetched again
  const inflater = createInflater();
  inflater.write(data);
  return inflater.end();
}

/**
 * What was fetched before there was a service worker is kept like all that is fetched through one.
 *
 * @param {string} url
 * @param {Uint8Array<ArrayBuffer>} data
 */
async function keep(url, data) {
  await navigator.serviceWorker.ready;
  const name = `inkglass-${VERSION}`;
  if (!(await caches.has(name)) || (await caches.match(url))) return;
  const headers = { "Content-Type": "application/octet-stream" };
  await (await caches.open(name)).put(url, new Response(data, { headers }));
}

/**
 * @param {Uint8Array} data
 * @returns {MnistMark[]}
 */
function parted(data) {
  const count = data.length / (1 + PIXELS);
  return Array.from({ length: count }, (_, i) => {
    const start = count + i * PIXELS;
    return { label: data[i], pixels: Array.from(data.subarray(start, start + PIXELS)) };
  });
}

/**
 * @param {MnistMark[]} pictures
 * @param {Surface} surface
 * @returns {MnistMark[]} side by side, as large as there is room for
 */
function inARow(pictures, { width, height }) {
  const size = Math.min(height, Math.floor(width / pictures.length));
  const left = (width - size * pictures.length) / 2;
  const top = (height - size) / 2;
  return pictures.map((picture, i) => ({
    ...picture,
    place: { left: left + i * size, top, size },
  }));
}

/** @param {number} end @returns {number} a whole number from 0 to before the end */
function below(end) {
  return Math.floor(Math.random() * end);
}

/** @param {number[]} labels */
function named(labels) {
  if (labels.length > 1) return labels.join("");
  return labels[0] === 8 ? "an 8" : `a ${labels[0]}`;
}
