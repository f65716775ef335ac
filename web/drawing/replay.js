/** Showing a drawing being made again, as it was made. */
import { isStroke } from "./mnist-mark.js";

/** @import { Mark } from "./mnist-mark.js" */

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
      button.disabled = !pad.drawing().some(isStroke);
      const label = pad.isReplaying() ? "Stop" : "Replay";
      if (button.textContent !== label) button.textContent = label;
    },
  };
}

/**
 * @param {number} elapsed milliseconds since the replay began
 * @param {Mark[]} drawing
 * @param {number[][]} times when each point is shown
 * @returns {Mark[]} what had been drawn by then; a picture is there from the beginning
 */
function madeUntil(elapsed, drawing, times) {
  return drawing
    .map((mark, i) => (isStroke(mark) ? mark.filter((_, j) => times[i][j] <= elapsed) : mark))
    .filter((mark) => !isStroke(mark) || mark.length > 0);
}

/**
 * When each point is shown: as it was made, from 0 on, without what was longer than the longest pause.
 *
 * @param {Mark[]} drawing
 */
function shortened(drawing) {
  let before = drawing.find(isStroke)?.[0].time ?? 0;
  let now = 0;
  return drawing.map((mark) =>
    (isStroke(mark) ? mark : []).map(({ time }) => {
      now += Math.min(Math.max(time - before, 0), LONGEST_PAUSE);
      before = time;
      return now;
    }),
  );
}
