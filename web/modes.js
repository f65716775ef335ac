import { keepMode, keptMode } from "./launch/kept-mode.js";

/** What the page reads: the mode is chosen by the visitor, or by a link, and outlives a reload. */

/** @typedef {import("./drawing/surface.js").SurfaceName | "picture"} Mode */

/**
 * The root element's `data-mode` tells the style sheets.
 *
 * @param {HTMLElement} view holds a radio button for each mode, the first for where nothing was chosen
 * @param {(mode: Mode) => void} onChange
 */
export function createModes(view, onChange) {
  const radios = [...view.querySelectorAll("input")];
  const isMode = (/** @type {string | null} */ value) => radios.some((r) => r.value === value);
  // It may have been chosen before this ran.
  const early = radios.find((radio) => radio.checked && !radio.defaultChecked)?.value;
  const first = early ?? keptMode();
  let mode = /** @type {Mode} */ (isMode(first) ? first : radios[0].value);

  function show() {
    for (const radio of radios) radio.checked = radio.value === mode;
    document.documentElement.dataset.mode = mode;
  }

  /** @param {Mode} next */
  function choose(next) {
    if (next === mode) return;
    mode = next;
    keepMode(mode);
    show();
    onChange(mode);
  }

  show();
  if (early) keepMode(mode);
  for (const radio of radios) {
    radio.addEventListener("change", () => choose(/** @type {Mode} */ (radio.value)));
  }
  return { mode: () => mode, choose };
}
