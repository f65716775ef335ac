/**
 * How long an answer is held back while the pen is down, so that what is read of a stroke under way
 * does not flicker. Both were chosen on pen strokes that are not those of the tests.
 */

/** Milliseconds that another answer has to hold: too few to be felt as a delay. */
const HOLD = 100;
/** And that a stroke has to be none of the classes: on its way to one it often is, for a moment. */
const HOLD_OF_DOUBT = 500;

/** Which of the answers to a growing drawing are shown, and when. */
export function createSteadiness() {
  let shown = "";
  let latest = "";
  let since = 0;

  return {
    /**
     * Takes the answer to the newest drawing, or the same again after a while.
     *
     * @param {string} label what it says; "?" for none of the classes
     * @param {boolean} isPenDown with the pen up every answer is shown at once
     * @param {number} now milliseconds
     * @returns {number} how much longer it is to be held back; 0 if it is shown now
     */
    wait(label, isPenDown, now) {
      if (label !== latest) since = now;
      latest = label;
      const hold = label === "?" ? HOLD_OF_DOUBT : HOLD;
      const left = isPenDown && label !== shown ? Math.max(0, since + hold - now) : 0;
      if (left === 0) shown = label;
      return left;
    },

    /** The next answer is to another drawing. */
    forget() {
      shown = "";
      latest = "";
    },
  };
}
