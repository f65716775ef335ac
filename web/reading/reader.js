/** The page's side of reading: one worker, one request in flight, of newer drawings the newest. */
import { endAttempt } from "../launch/attempt.js";
import { firstWorker } from "../launch/first-worker.js";
import { reloadIfOutdated } from "../launch/outdated.js";
import { MODELS } from "../shared/files.js";
import { connect } from "../shared/protocol.js";
import { siteUrl } from "../shared/site-url.js";

/**
 * @import { NumberReading, PictureReading, Reading } from "../shared/protocol.js"
 * @import { Drawing } from "../drawing/raster.js"
 *
 * @typedef {object} Status
 * @property {"loading" | "ready" | "error"} state
 * @property {string} stage what is being done, in plain words
 * @property {number} [loaded] bytes
 * @property {number} [total] bytes
 * @property {string} [message] what failed and what to do
 *
 * @typedef {object} Picture
 * @property {"picture"} surface
 * @property {Uint8Array} pixels RGBA, row by row
 * @property {number} width
 * @property {number} height
 *
 * @typedef {Drawing | Picture} Subject what is read
 * @typedef {Reading | NumberReading | PictureReading | {blank: true}} Answer
 */

const METHODS = { digit: "read", number: "readNumber", picture: "readPicture" };

/**
 * @param {object} listeners
 * @param {(status: Status) => void} listeners.onStatus
 * @param {(answer: Answer, drawing: Subject | null) => void} listeners.onReading given the answer
 *   and the drawing that it is an answer to
 */
export function createReader({ onStatus, onReading }) {
  let model = MODELS[0];
  let loadedModel = model;
  /** @type {Subject | null} what is on the pad, or the picture */
  let drawing = null;
  let isWaiting = false;
  let isBusy = false;
  let isReady = false;
  let blanks = 0;
  /** @type {ReturnType<typeof connect> | undefined} */
  let connection;

  /**
   * @param {{afresh: boolean, plain: boolean}} how past the browser's cache, which may hold what
   *   failed before; without the snapshot
   */
  function start({ afresh, plain }) {
    connection?.close();
    connection = connect(
      takeWorker(!afresh && !plain),
      (progress) => onStatus({ state: "loading", ...progress }),
      fail,
    );
    isReady = false;
    isBusy = false;
    isWaiting = drawing !== null;
    onStatus({ state: "loading", stage: "Fetching Python" });
    loadedModel = model;
    request("start", [model, afresh, plain], (timings) => {
      // What a start has come to that failed is not to be seen again, so another worker begins.
      if (!timings) return start({ afresh, plain: true });
      endAttempt();
      tellTimings(timings);
      isReady = true;
      onStatus({ state: "ready", stage: "Ready" });
    });
  }

  /**
   * Asks the worker and hands on its answer, unless that worker has been replaced meanwhile; then
   * does what waits.
   *
   * @param {string} method
   * @param {unknown[]} args
   * @param {(result: any) => void} onResult
   */
  async function request(method, args, onResult) {
    const asked = connection;
    isBusy = true;
    try {
      const result = await asked?.call(method, ...args);
      if (asked !== connection) return;
      isBusy = false;
      onResult(result);
      next();
    } catch (error) {
      if (asked === connection) fail(/** @type {Error} */ (error));
    }
  }

  function next() {
    if (!isReady || isBusy) return;
    if (loadedModel !== model) load();
    else if (isWaiting && drawing) read(drawing);
  }

  function load() {
    loadedModel = model;
    isWaiting = drawing !== null;
    request("loadModel", [model], () => {});
  }

  /** @param {Subject} newest */
  function read(newest) {
    const { surface, pixels, width, height } = newest;
    const strokes = "strokes" in newest ? [newest.strokes] : [];
    isWaiting = false;
    if (surface === "picture") onStatus({ state: "ready", stage: "Finding digits" });
    const blanksBefore = blanks;
    request(METHODS[surface], [pixels, width, height, ...strokes], (reading) => {
      // A pad that was wiped meanwhile stays empty.
      if (blanks === blanksBefore) onReading(reading, newest);
    });
  }

  /** @param {Error} error */
  function fail(error) {
    connection?.close();
    connection = undefined;
    isReady = false;
    onStatus({ state: "error", stage: "Stopped", message: error.message });
    reloadIfOutdated();
  }

  start({ afresh: false, plain: false });

  return {
    models: MODELS,

    /**
     * Reads `shown` as soon as the worker is free, unless a newer drawing comes first; null is a
     * blank pad.
     *
     * @param {Subject | null} shown
     */
    show(shown) {
      drawing = shown;
      isWaiting = shown !== null;
      if (shown === null) {
        blanks++;
        onReading({ blank: true }, null);
      }
      next();
    },

    /**
     * Reads with another network, the drawing on the pad too.
     *
     * @param {string} chosen one of `models`
     */
    chooseModel(chosen) {
      model = chosen;
      next();
    },

    /** Makes the next visit start faster; for a moment when nothing else is to be done. */
    async keepSnapshot() {
      if (isReady) await connection?.call("keepSnapshot");
    },

    /** Starts anew after a failure, past the browser's cache; the drawing on the pad is read. */
    retry: () => start({ afresh: true, plain: false }),
  };
}

/**
 * Dispatches "inkglass:timings" on the document; its detail is the stages of the start.
 *
 * @param {import("../runtime/timings.js").Timing[]} timings
 */
function tellTimings(timings) {
  const detail = timings.map((timing) => ({
    ...timing,
    start: timing.start - performance.timeOrigin,
  }));
  document.dispatchEvent(new CustomEvent("inkglass:timings", { detail }));
}

/**
 * @param {boolean} isFirst
 * @returns {Worker} the one that has begun already or, if that has failed or been used, another
 */
function takeWorker(isFirst) {
  const url = siteUrl("worker.js");
  return (isFirst && firstWorker(url)) || new Worker(url, { type: "module" });
}
