/**
 * The buttons beside the pad; each is enabled while it has something to do.
 *
 * @param {Record<"undo" | "redo" | "clear", HTMLButtonElement>} buttons
 * @param {import("./pad.js").Pad} pad
 * @returns {{update: () => void}} to be called after every change of the pad
 */
export function createTools(buttons, pad) {
  buttons.undo.addEventListener("click", pad.undo);
  buttons.redo.addEventListener("click", pad.redo);
  buttons.clear.addEventListener("click", pad.clear);

  return {
    update() {
      buttons.undo.disabled = !pad.canUndo();
      buttons.redo.disabled = !pad.canRedo();
      buttons.clear.disabled = pad.marks().length === 0;
    },
  };
}
