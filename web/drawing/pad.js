import { oncePerFrame } from "./frame.js";
import { record, redo, startHistory, undo } from "./history.js";
import { drawMarks } from "./ink.js";
import { isStroke } from "./mnist-mark.js";
import { trackPointer } from "./pointer.js";
import { extendStroke } from "./strokes.js";

/**
 * @import { History } from "./history.js"
 * @import { Pen } from "./keys.js"
 * @import { Mark } from "./mnist-mark.js"
 * @import { Point, Stroke } from "./strokes.js"
 * @import { Surface, SurfaceName } from "./surface.js"
 * @typedef {object} Pad
 * @property {Pen} pen
 * @property {() => Surface} surface what is drawn on
 * @property {(next: Surface) => void} turnTo another surface, which has a drawing and a history of its own
 * @property {() => Mark[]} marks what is seen: the whole drawing, or what a replay shows of it
 * @property {() => Mark[]} drawing what is drawn, the stroke under the pen included
 * @property {() => boolean} isDrawing whether the pen is down, be it a replay's
 * @property {() => boolean} isReplaying
 * @property {(part: Mark[] | null) => void} show shows a part in a replay; null ends that. So do
 *   undo, redo and clear, which do nothing else then, and a new stroke
 * @property {(drawing: Mark[]) => void} open puts another drawing in the place of this one, which
 *   undo brings back
 * @property {() => boolean} canUndo
 * @property {() => boolean} canRedo
 * @property {() => void} undo one stroke back, or a clear undone
 * @property {() => void} redo
 * @property {() => void} clear
 */

/**
 * A drawing pad on a canvas. It keeps strokes, not pixels, so that it stays crisp at any size.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Surface} first
 * @param {() => void} onChange called after every change of the strokes, and when a stroke ends
 * @param {(name: SurfaceName) => Mark[]} given what is drawn already on a surface; undo takes it away
 *   as one
 * @returns {Pad}
 */
export function createPad(canvas, first, onChange, given) {
  /** @type {Map<Surface, History<Mark[]>>} */
  const histories = new Map();
  /** @param {Surface} next */
  const historyOf = (next) => histories.get(next) ?? begun(given(next.name));
  let surface = first;
  let history = historyOf(first);
  /** @type {Stroke | null} */
  let active = null;
  /** @type {Mark[] | null} */
  let replayed = null;
  /** When the drawing's first point was made, as events count time; not known of one that was given. */
  let origin = Number.POSITIVE_INFINITY;

  const drawing = () => (active ? [...history.present, active] : history.present);
  const marks = () => replayed ?? drawing();
  const paint = keepPainted(canvas, marks, () => surface);
  const change = () => {
    paint();
    onChange();
  };
  const finish = () => {
    if (active) history = record(history, drawing());
    active = null;
  };
  /** @param {Mark[] | null} part */
  const show = (part) => {
    finish();
    replayed = part;
    change();
  };
  /** @param {Point} point */
  const stamped = (point) => ({ ...point, time: Math.max(0, Math.round(point.time - origin)) });
  /** @param {(history: History<Mark[]>) => History<Mark[]>} step */
  const advance = (step) => {
    replayed = null;
    finish();
    history = step(history);
    change();
  };
  /** @param {(history: History<Mark[]>) => History<Mark[]>} step */
  const move = (step) => (replayed ? show(null) : advance(step));

  /** @type {Pen} */
  const pen = {
    begin(point) {
      replayed = null;
      finish();
      const last = history.present.filter(isStroke).at(-1)?.at(-1);
      // Time never runs backwards, also where the drawing was begun before this page was.
      origin = last ? Math.min(origin, point.time - last.time) : point.time;
      active = [stamped(point)];
      change();
    },
    extend(points) {
      // A clear or undo in the middle of a stroke has ended it.
      if (!active) return;
      for (const point of points) extendStroke(active, stamped(point));
      change();
    },
    end() {
      finish();
      change();
    },
    stroke: () => active,
  };
  trackPointer(canvas, () => surface, pen);

  return {
    pen,
    surface: () => surface,
    turnTo(next) {
      if (active || replayed) show(null); // what is drawn so far is this surface's
      histories.set(surface, history);
      surface = next;
      history = historyOf(next);
      origin = Number.POSITIVE_INFINITY;
      change();
    },
    marks,
    drawing,
    isDrawing: () => active !== null || replayed !== null,
    isReplaying: () => replayed !== null,
    show,
    open: (opened) => advance((latest) => record(latest, opened)),
    canUndo: () => active !== null || history.past.length > 0,
    canRedo: () => active === null && history.future.length > 0,
    undo: () => move(undo),
    redo: () => move(redo),
    clear: () => marks().length > 0 && move((latest) => record(latest, [])),
  };
}

/**
 * @param {Mark[]} given
 * @returns {History<Mark[]>}
 */
function begun(given) {
  const blank = startHistory(/** @type {Mark[]} */ ([]));
  return given.length > 0 ? record(blank, given) : blank;
}

/**
 * Paint strokes in the canvas's own text colour, once a frame at most, and again when its size,
 * the pixel density or the colour scheme changes. Returns a function that asks for a painting.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {() => Mark[]} marks
 * @param {() => Surface} surface
 * @returns {() => void}
 */
function keepPainted(canvas, marks, surface) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser offers no canvas to draw on.");
  const request = oncePerFrame(() => {
    const width = Math.round(canvas.clientWidth * window.devicePixelRatio);
    const height = Math.round((width * surface().height) / surface().width);
    if (canvas.width !== width || canvas.height !== height)
      Object.assign(canvas, { width, height });
    drawMarks(context, marks(), surface(), getComputedStyle(canvas).color);
  });
  new ResizeObserver(request).observe(canvas);
  // Zooming and moving to another screen change the density, and fire resize.
  window.addEventListener("resize", request);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", request);
  return request;
}
