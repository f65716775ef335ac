/** @import { Box, FoundDigit } from "../shared/protocol.js" */

/** Between the ink and its box, in pixels of what was read. */
const AIR = 6;
/** A label needs this much of the picture's height above its box. */
const ROOM = 0.1;

/**
 * Boxes over a picture, each round one of the digits that were found in it, with its label beside it.
 *
 * @param {HTMLElement} list lies over the whole of the picture
 * @param {(index: number) => HTMLElement} create makes a box
 */
export function createBoxes(list, create = createBox) {
  /** @type {HTMLElement[]} */
  let boxes = [];

  return {
    /**
     * @param {FoundDigit[]} digits
     * @param {{width: number, height: number}} size of the picture, in the boxes' pixels
     * @param {number} selected the index of the digit whose box is emphasised
     */
    show(digits, size, selected) {
      if (boxes.length !== digits.length) {
        boxes = digits.map((_, i) => create(i));
        list.replaceChildren(...boxes);
      }
      boxes.forEach((box, i) => {
        const { label } = digits[i];
        if (box.dataset.label !== label) box.dataset.label = label;
        box.classList.toggle("box--selected", i === selected);
        place(box, digits[i].box, size);
      });
    },
  };
}

function createBox() {
  const box = document.createElement("li");
  box.className = "box";
  return box;
}

/**
 * @param {HTMLElement} element
 * @param {Box} box
 * @param {{width: number, height: number}} size
 */
function place(element, box, size) {
  const left = Math.max(box.left - AIR, 0);
  const top = Math.max(box.top - AIR, 0);
  const right = Math.min(box.left + box.width + AIR, size.width);
  const bottom = Math.min(box.top + box.height + AIR, size.height);
  element.classList.toggle("box--high", top < ROOM * size.height);
  Object.assign(element.style, {
    left: `${(100 * left) / size.width}%`,
    top: `${(100 * top) / size.height}%`,
    width: `${(100 * (right - left)) / size.width}%`,
    height: `${(100 * (bottom - top)) / size.height}%`,
  });
}
