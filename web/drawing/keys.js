/** Drawing with the keyboard: arrow keys move a pen, Space or Enter puts it down and up. */
/**
 * @import { Point, Stroke } from "./strokes.js"
 * @import { Surface } from "./surface.js"
 * @typedef {object} Pen
 * @property {(point: Point) => void} begin
 * @property {(points: Point[]) => void} extend
 * @property {() => void} end
 * @property {() => Stroke | null} stroke what is under the pen
 */

/** @type {Record<string, [number, number]>} */
const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const LIFT = "Escape";
const SWITCHES = [" ", "Enter"];

/** In units of the pad; with Shift, all is this much larger. */
const STEP = 4;
const LARGER = 4;
/** A key that is held longer than this glides, at so many units a second. */
const HOLD_MS = 250;
const SPEED = 80;

/**
 * @param {HTMLElement} pad
 * @param {HTMLElement} cursor shows where the pen is while keys are used; `data-pen` is "up" or "down"
 * @param {() => Surface} surface what the pad shows
 * @param {Pen} pen
 * @param {(state: string) => void} say
 * @returns {{update: () => void}} to be called after every change of the drawing
 */
export function trackKeys(pad, cursor, surface, pen, say) {
  let known = surface();
  const place = middle(known);
  /** @type {Map<string, number>} the arrow keys that are held, and since when */
  const held = new Map();
  /** @type {Stroke | null} */
  let stroke = null;
  let isLarge = false;
  let before = 0;

  /** Undo, clear or another pointer may have ended the stroke. */
  const isDown = () => stroke !== null && pen.stroke() === stroke;
  const point = () => ({ ...place, width: known.lineWidth, time: performance.now() });

  function putDown() {
    pen.begin(point());
    stroke = pen.stroke();
    update();
    say("Pen down");
  }

  function lift() {
    pen.end();
    say("Pen up");
  }

  /** @param {string} key @param {number} length */
  function move(key, length) {
    const [x, y] = DIRECTIONS[key];
    const far = length * (isLarge ? LARGER : 1);
    place.x = Math.min(Math.max(place.x + x * far, 0), known.width);
    place.y = Math.min(Math.max(place.y + y * far, 0), known.height);
    show();
    if (isDown()) pen.extend([point()]);
  }

  /** @param {number} now */
  function glide(now) {
    for (const [key, since] of held) {
      const from = Math.max(before, since + HOLD_MS);
      if (now > from) move(key, ((now - from) * SPEED) / 1000);
    }
    before = now;
    if (held.size > 0) requestAnimationFrame(glide);
  }

  /** @param {string} key */
  function hold(key) {
    if (held.has(key)) return;
    if (held.size === 0) requestAnimationFrame(glide);
    held.set(key, performance.now());
    move(key, STEP);
  }

  function show() {
    cursor.hidden = false;
    cursor.style.left = `${(100 * place.x) / known.width}%`;
    cursor.style.top = `${(100 * place.y) / known.height}%`;
  }

  function turn() {
    known = surface();
    Object.assign(place, middle(known));
    stroke = null;
    if (!cursor.hidden) show();
  }

  function update() {
    if (surface() !== known) turn();
    cursor.dataset.pen = isDown() ? "down" : "up";
  }

  pad.addEventListener("keydown", (event) => {
    const { key, repeat, shiftKey } = event;
    isLarge = shiftKey;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isLift = key === LIFT && (isDown() || repeat);
    if (!(key in DIRECTIONS) && !SWITCHES.includes(key) && !isLift) return;
    event.preventDefault();
    event.stopPropagation(); // Escape would clear, also when it is held
    show();
    if (key in DIRECTIONS) hold(key);
    else if (!repeat) isDown() ? lift() : putDown();
  });
  pad.addEventListener("keyup", ({ key, shiftKey }) => {
    isLarge = shiftKey;
    held.delete(key);
  });
  pad.addEventListener("focus", () => pad.matches(":focus-visible") && show());
  pad.addEventListener("blur", () => {
    held.clear();
    cursor.hidden = true;
    if (isDown()) lift();
  });
  pad.addEventListener("pointerdown", () => {
    cursor.hidden = true;
  });

  return { update };
}

/** @param {Surface} surface */
function middle({ width, height }) {
  return { x: width / 2, y: height / 2 };
}
