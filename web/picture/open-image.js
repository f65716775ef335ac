/** Opening a picture's file off the page's thread; a newer one ends what is under way. */

import { siteUrl } from "../shared/site-url.js";
import { decodeImage } from "./decode-image.js";
import { ImageProblem, TOO_SLOW } from "./image-problem.js";

/** @import { Image } from "./decode-image.js" */

const TIME_LIMIT_MS = 60_000;

/**
 * @returns {{open: (file: Blob) => Promise<Image | null>, stop: () => void}} `open` throws
 *   ImageProblem, and gives null for a picture that was not waited for: another was opened, or
 *   `stop` was called
 */
export function createImageOpener() {
  /** @type {AbortController | undefined} */
  let underWay;

  const stop = () => underWay?.abort();

  return {
    async open(file) {
      stop();
      const mine = new AbortController();
      underWay = mine;
      const timer = setTimeout(() => mine.abort(new ImageProblem(TOO_SLOW)), TIME_LIMIT_MS);
      try {
        return await Promise.race([decode(file, mine.signal), aborted(mine.signal)]);
      } catch (error) {
        if (mine.signal.aborted && !(error instanceof ImageProblem)) return null;
        throw error;
      } finally {
        clearTimeout(timer);
      }
    },
    stop,
  };
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<never>}
 */
function aborted(signal) {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

/**
 * In a worker where that can have a canvas, and on the page where it cannot, or cannot be loaded.
 *
 * @param {Blob} file
 * @param {AbortSignal} signal
 */
async function decode(file, signal) {
  if (typeof OffscreenCanvas === "undefined") return decodeImage(file);
  return (await decodeInWorker(file, signal)) ?? decodeImage(file);
}

/**
 * @param {Blob} file
 * @param {AbortSignal} signal ends the worker
 * @returns {Promise<Image | null>} null if the worker failed; never settles once ended
 */
function decodeInWorker(file, signal) {
  const worker = new Worker(siteUrl("image-worker.js"), { type: "module" });
  signal.addEventListener("abort", () => worker.terminate());
  const answer = new Promise((resolve, reject) => {
    worker.onmessage = ({ data: { image, problem } }) => {
      if (problem) reject(new ImageProblem(problem));
      else resolve(image ?? null);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      console.warn(`The picture is opened without its worker: ${event.message}`);
      resolve(null);
    };
    worker.postMessage(file);
  });
  return answer.finally(() => worker.terminate());
}
