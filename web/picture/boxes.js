import { createDigitButton, showDigit } from "../number/answer.js";
import { createBoxes } from "../reading/boxes.js";

/** @import { FoundDigit } from "../shared/protocol.js" */

/**
 * The boxes over a picture, as buttons that select their digits.
 *
 * @param {HTMLElement} list lies over the whole of the picture
 * @param {(index: number) => void} onSelect
 */
export function createPictureBoxes(list, onSelect) {
  /** @type {HTMLButtonElement[]} */
  const buttons = [];

  const boxes = createBoxes(list, (index) => {
    buttons[index] = createDigitButton(index, onSelect);
    const box = document.createElement("li");
    box.className = "box";
    box.append(buttons[index]);
    return box;
  });

  return {
    /**
     * @param {FoundDigit[]} digits
     * @param {{width: number, height: number}} size of the picture
     * @param {number} selected
     */
    show(digits, size, selected) {
      boxes.show(digits, size, selected);
      digits.forEach((digit, i) => {
        showDigit(buttons[i], digit, i === selected);
      });
    },
  };
}
