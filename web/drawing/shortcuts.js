/**
 * Keys for the pad while it is in sight, wherever the focus is: Ctrl or Cmd with Z and Shift+Z or Y for undo and redo;
 * Escape, Delete and Backspace clear.
 *
 * @param {{undo: () => void, redo: () => void, clear: () => void}} pad
 * @param {() => boolean} isInSight
 */
export function addShortcuts(pad, isInSight) {
  document.addEventListener("keydown", (event) => {
    const command = commandOf(event);
    const isInField =
      event.target instanceof HTMLSelectElement ||
      (event.target instanceof HTMLInputElement && event.target.type !== "radio");
    if (!command || !isInSight() || isInField) return;
    event.preventDefault();
    pad[command]();
  });
}

/**
 * @param {KeyboardEvent} event
 * @returns {"undo" | "redo" | "clear" | null}
 */
function commandOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (altKey) return null;
  if (ctrlKey || metaKey) {
    const letter = key.toLowerCase();
    if (letter === "z") return shiftKey ? "redo" : "undo";
    return letter === "y" ? "redo" : null;
  }
  return ["Escape", "Delete", "Backspace"].includes(key) ? "clear" : null;
}
