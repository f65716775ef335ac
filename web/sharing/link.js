/** A drawing in the page's address: made to be copied, and opened. */

import { isStroke } from "../drawing/mnist-mark.js";
import { decode, encode } from "./link-code.js";

/** What else stands in an address: the names of the page's views. */
const VIEWS = ["", "draw", "doctor"];

const DAMAGED = "This link's drawing is damaged: a part of the link may be missing.";
const HAS_PICTURE = "A link holds what you draw, but no test image.";

/**
 * @param {HTMLButtonElement} button copies the link
 * @param {import("../shared/note.js").Note} note
 * @param {import("../drawing/pad.js").Pad} pad
 * @param {() => boolean} isPadShown
 * @param {(surface: import("../drawing/surface.js").Surface) => void} turnTo shows what a link was made on
 */
export function createLink(button, note, pad, isPadShown, turnTo) {
  /** @type {string | null} what the address had that has been opened, or was put there */
  let opened = null;
  const codeOfDrawing = () => {
    const drawing = pad.drawing();
    return drawing.every(isStroke) ? encode(drawing, pad.surface()) : null;
  };
  /** @param {string} code */
  const isOnPad = (code) => code === codeOfDrawing();

  button.addEventListener("click", async () => {
    const code = codeOfDrawing();
    if (code === null) {
      const isWhole = pad.drawing().every(isStroke);
      return note.say(isWhole ? "This drawing is too large for a link." : HAS_PICTURE);
    }
    opened = code;
    history.replaceState(null, "", `#${code}`);
    const { href } = location;
    try {
      await navigator.clipboard.writeText(href);
      note.say("Link copied");
    } catch {
      note.say("The clipboard was refused: copy the link by hand.", href);
    }
  });

  return {
    /** Puts the drawing that the address holds on the pad, if it holds one, and shows that. */
    open() {
      const code = codeInAddress();
      opened = null; // of what comes before it on the pad the address says nothing
      if (code === null) return;
      const linked = decode(code);
      if (!linked) {
        opened = code;
        return note.say(DAMAGED);
      }
      turnTo(linked.surface);
      if (!isOnPad(code)) pad.open(linked.drawing);
      opened = code;
    },

    /** To be called after every change of the pad: the address holds what is seen on it, or nothing. */
    update() {
      button.disabled = pad.drawing().length === 0;
      if (opened === null || opened !== codeInAddress()) return;
      if (isPadShown() && isOnPad(opened)) return;
      history.replaceState(null, "", location.pathname + location.search);
    },
  };
}

function codeInAddress() {
  const code = location.hash.slice(1);
  return VIEWS.includes(code) ? null : code;
}
