/**
 * How long each stage of a start took.
 *
 * @typedef {{name: string, start: number, duration: number}} Timing in milliseconds, `start` since
 *   1970 in the worker and since navigation in the page
 */

/** @type {Timing[]} */
const timings = [];

/**
 * @template T
 * @param {string} name
 * @param {Promise<T>} stage
 * @returns {Promise<T>} the same
 */
export function timed(name, stage) {
  const start = performance.now();
  const note = () => {
    const duration = performance.now() - start;
    timings.push({ name, start: performance.timeOrigin + start, duration });
  };
  stage.then(note, () => {});
  return stage;
}

/** Returns the stages noted so far, and begins anew. */
export function takeTimings() {
  return timings.splice(0);
}
