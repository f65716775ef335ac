import { shownLabel } from "./answer.js";
import { createSteadiness } from "./steadiness.js";

/** @import { Reading } from "../shared/protocol.js" */

/**
 * Shows the readings of a drawing; while the pen is down, not those that hold for a moment only.
 *
 * @param {() => boolean} isPenDown
 */
export function createSteadyAnswer(isPenDown) {
  const steadiness = createSteadiness();
  let timer = 0;

  /**
   * @param {Reading} reading not blank
   * @param {() => void} show called now or, unless another is offered before, when it has held
   */
  function offer(reading, show) {
    clearTimeout(timer);
    const left = steadiness.wait(shownLabel(reading), isPenDown(), performance.now());
    if (left > 0) timer = setTimeout(() => offer(reading, show), left);
    else show();
  }

  return {
    offer,

    /** What is read next is another drawing, or the same from its beginning. */
    forget() {
      clearTimeout(timer);
      steadiness.forget();
    },
  };
}
