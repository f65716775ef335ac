/** Showing a drawing being made again, as it was made. */

/** @import { Stroke } from "./strokes.js" */

/** The longest pause that is kept, in milliseconds. */
const LONGEST_PAUSE = 400;

/**
 * @param {HTMLButtonElement} button starts a replay, and stops it
 * @param {import("./pad.js").Pad} pad
 * @returns {{update: () => void}} to be called after every change of the pad
 */
export function createReplay(button, pad) {
  let frame = 0;

  function start() {
    cancelAnimationFrame(frame);
    const drawing = pad.drawing();
    const times = shortened(drawing);
    const end = times.at(-1)?.at(-1) ?? 0;
    const started = performance.now();
    const showNext = () => {
      const elapsed = performance.now() - started;
      pad.show(elapsed < end ? madeUntil(elapsed, drawing, times) : null);
      frame = requestAnimationFrame(() => pad.isReplaying() && showNext());
    };
    showNext();
  }

  button.addEventListener("click", () => (pad.isReplaying() ? pad.show(null) : start()));

  return {
    update() {
      button.disabled = pad.drawing().length === 0;
      const label = pad.isReplaying() ? "Stop" : "Replay";
      if (button.textContent !== label) button.textContent = label;
    },
  };
}

/**
 * @param {number} elapsed milliseconds since the replay began
 * @param {Stroke[]} drawing
 * @param {number[][]} times when each point is shown
 * @returns {Stroke[]} what had been drawn by then
 */
function madeUntil(elapsed, drawing, times) {
  return drawing
    .map((stroke, i) => stroke.filter((_, j) => times[i][j] <= elapsed))
    .filter((stroke) => stroke.length > 0);
}

/**
 * When each point is shown: as it was made, from 0 on, without what was longer than the longest pause.
 *
 * @param {Stroke[]} drawing
 */
function shortened(drawing) {
  let before = drawing[0]?.[0].time;
  let now = 0;
  return drawing.map((stroke) =>
    stroke.map(({ time }) => {
      now += Math.min(Math.max(time - before, 0), LONGEST_PAUSE);
      before = time;
      return now;
    }),
  );
}
