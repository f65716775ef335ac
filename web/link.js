/** A drawing in the page's address: made to be copied, and opened. */
import { decode, encode } from "./link-code.js";

/** What else stands in an address: the names of the page's views. */
const VIEWS = ["", "draw", "doctor"];

const DAMAGED = "This link's drawing is damaged: a part of the link may be missing.";

/**
 * @param {HTMLButtonElement} button copies the link
 * @param {import("./note.js").Note} note
 * @param {import("./pad.js").Pad} pad
 */
export function createLink(button, note, pad) {
  /** @type {string | null} what the address had that has been opened, or was put there */
  let opened = null;
  /** @param {string} code */
  const isOnPad = (code) => code === encode(pad.drawing());

  button.addEventListener("click", async () => {
    const code = encode(pad.drawing());
    if (code === null) return note.say("This drawing is too large for a link.");
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
    /** Puts the drawing that the address holds on the pad, if it holds one. */
    open() {
      const code = codeInAddress();
      opened = code;
      if (code === null || isOnPad(code)) return;
      const drawing = decode(code);
      if (drawing) pad.open(drawing);
      else note.say(DAMAGED);
    },

    /** To be called after every change of the pad: the address holds what is on it, or nothing. */
    update() {
      button.disabled = pad.drawing().length === 0;
      if (opened === null || opened !== codeInAddress() || isOnPad(opened)) return;
      history.replaceState(null, "", location.pathname + location.search);
    },
  };
}

function codeInAddress() {
  const code = location.hash.slice(1);
  return VIEWS.includes(code) ? null : code;
}
