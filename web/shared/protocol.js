/**
 * What the page and its worker say to each other.
 *
 * @typedef {{id: number, method: string, args: unknown[]}} Request
 * @typedef {{id: number, result: unknown} | {id: number, error: string}} Reply
 * @typedef {{progress: Progress}} Report
 * @typedef {object} Preload what the page hands over without being asked
 * @property {{arrived: number} | {data: Uint8Array<ArrayBuffer>} | {failure: string}} [snapshot]
 * @property {{path: string} & ({module: WebAssembly.Module} | {failure: string})} [wasm]
 *
 * What the page says to its service worker: to take over from an older version, or to keep what a start
 * takes, or all, in order, and nothing that nobody uses.
 *
 * @typedef {{kind: "use this version"} | {kind: "tidy", keeps: "start" | "all"}} ServiceWorkerMessage
 *
 * @typedef {object} Progress how far starting has come
 * @property {string} stage what is being done, in plain words
 * @property {number} loaded bytes fetched so far
 * @property {number} total bytes to fetch in all
 *
 * @typedef {object} Reading what the network made of a drawing
 * @property {boolean} blank nothing was drawn; then every probability is 0
 * @property {boolean} isClass the network is sure enough that it is one of the classes
 * @property {Float32Array} probabilities one for each label
 * @property {Uint8Array} networkInput the 28 × 28 grey levels the network saw, row by row
 * @property {string[]} labels the names of the classes
 * @property {number} milliseconds how long Python took
 *
 * @typedef {{left: number, top: number, width: number, height: number}} Box in pixels of what was read
 *
 * @typedef {object} FoundDigit one of the digits in what was read
 * @property {Box} box round its ink
 * @property {string} label of its class; "?" if it is hardly a digit
 * @property {number} confidence the highest of its probabilities
 * @property {Float32Array} probabilities one for each label
 * @property {Uint8Array} networkInput the 28 × 28 grey levels the network saw, row by row
 *
 * @typedef {object} NumberReading the digits that were found in a drawing
 * @property {boolean} blank none was found
 * @property {FoundDigit[]} digits in reading order
 * @property {number} width of the drawing
 * @property {number} height
 * @property {string[]} labels the names of the classes
 * @property {number} milliseconds how long Python took
 *
 * @typedef {object} Lines of digits in a picture
 * @property {string[]} lines what they read, from the top down
 * @property {string | null} failure why Python could not read the picture
 * @typedef {NumberReading & Lines} PictureReading
 */

/** How long the worker may be silent, with a request open, before it counts as hung. */
const SILENCE_LIMIT_MS = 45_000;

/**
 * Returns `call(method, ...args)`, a promise of the worker's answer, and `close()`.
 *
 * Every promise settles: if the worker dies, hangs or is closed, all that are open are rejected.
 *
 * @param {Worker} worker
 * @param {(progress: Progress) => void} onProgress
 * @param {(error: Error) => void} onDeath called when the worker itself has failed
 */
export function connect(worker, onProgress, onDeath) {
  /** @type {Map<number, {resolve: (result: any) => void, reject: (error: Error) => void}>} */
  const pending = new Map();
  let nextId = 0;
  let stage = "";
  /** @type {Error | null} */
  let failure = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let silence;

  worker.addEventListener("message", ({ data }) => {
    if (data.progress) {
      stage = data.progress.stage;
      onProgress(data.progress);
    } else {
      settle(data);
    }
    watch();
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    die(
      event.message
        ? `The worker stopped: ${event.message}`
        : "worker.js, or a file it imports, could not be loaded.",
    );
  });
  worker.addEventListener("messageerror", () => die("The worker sent something unreadable."));

  /** @param {Reply} reply */
  function settle(reply) {
    const request = pending.get(reply.id);
    pending.delete(reply.id);
    if ("error" in reply) request?.reject(new Error(reply.error));
    else request?.resolve(reply.result);
  }

  function watch() {
    clearTimeout(silence);
    if (pending.size === 0) return;
    const doing = stage ? ` Last step: ${stage.toLowerCase()}.` : "";
    silence = setTimeout(
      () => die(`Nothing happened for ${SILENCE_LIMIT_MS / 1000} seconds.${doing}`),
      SILENCE_LIMIT_MS,
    );
  }

  /** @param {string} message */
  function die(message) {
    if (failure) return;
    const error = new Error(message);
    close(error);
    onDeath(error);
  }

  /** @param {Error} [error] what open requests are told */
  function close(error = new Error("The worker was closed.")) {
    failure = error;
    clearTimeout(silence);
    worker.terminate();
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  }

  /**
   * @param {string} method
   * @param {unknown[]} args
   * @returns {Promise<any>}
   */
  function call(method, ...args) {
    return new Promise((resolve, reject) => {
      if (failure) throw failure;
      const id = nextId++;
      worker.postMessage({ id, method, args });
      pending.set(id, { resolve, reject });
      watch();
    });
  }

  return { call, close };
}
