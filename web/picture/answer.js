// picture/: picture mode, from a file, the clipboard or the camera to the digits found.

import { say, sentence } from "../number/answer.js";
import { leastSure } from "../reading/found-digits.js";

/** @import { PictureReading } from "../shared/protocol.js" */

const NOTHING = "No digits were found in this picture";
const HINT =
  "Dark ink on light paper reads best, or light on dark: upright, sharp, and close enough to fill much of the picture.";

/**
 * What was read in a picture: its lines as one text, as large as they fit, and the sentence under
 * it, which is about the selected digit.
 *
 * @param {HTMLElement} guess `data-confidence` is the least probability
 * @param {HTMLElement} certainty
 */
export function createPictureAnswer(guess, certainty) {
  const text = document.createElement("span");
  text.className = "picture-text";

  return {
    /**
     * @param {PictureReading} reading not blank
     * @param {number} selected
     */
    show({ lines, digits, labels }, selected) {
      const whole = lines.join("\n");
      if (text.textContent !== whole) text.textContent = whole;
      if (text.parentElement !== guess) guess.replaceChildren(text);
      const longest = Math.max(...lines.map((line) => line.length));
      text.style.setProperty("--count", String(longest));
      text.style.setProperty("--lines", String(lines.length));
      guess.dataset.confidence = digits[leastSure(digits)].confidence.toFixed(6);
      const [first, second] = sentence(digits[selected], labels);
      say(certainty, first, second);
    },

    showNone() {
      guess.textContent = "";
      delete guess.dataset.confidence;
      say(certainty, NOTHING, HINT);
    },
  };
}

/**
 * What a screen reader says of a picture: "2 lines, 7 digits: 2026, 415".
 *
 * @param {PictureReading} reading
 */
export function spokenPicture({ lines, digits }) {
  if (digits.length === 0) return `${NOTHING}. ${HINT}`;
  const counted = `${counts(lines.length, "line")}, ${counts(digits.length, "digit")}`;
  return `${counted}: ${lines.join(", ")}`;
}

/** @param {number} count @param {string} thing */
function counts(count, thing) {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
