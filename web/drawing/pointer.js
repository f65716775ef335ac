import { lineWidth } from "./strokes.js";

/**
 * @import { Point } from "./strokes.js"
 * @import { Surface } from "./surface.js"
 */

/**
 * Report the strokes that the primary pointer, be it mouse, finger or pen, makes on an element.
 * The pointer is captured: a stroke goes on outside the element and ends once, however it ends.
 *
 * @param {HTMLElement} element
 * @param {() => Surface} surface what the element shows
 * @param {{begin: (point: Point) => void, extend: (points: Point[]) => void, end: () => void}} stroke
 */
export function trackPointer(element, surface, stroke) {
  /** @type {number | null} */
  let activeId = null;

  element.addEventListener("pointerdown", (event) => {
    if (activeId !== null || !event.isPrimary || event.button !== 0) return;
    activeId = event.pointerId;
    element.setPointerCapture(activeId);
    stroke.begin(pointOf(event, element.getBoundingClientRect(), surface()));
  });

  element.addEventListener("pointermove", (event) => {
    if (event.pointerId !== activeId) return;
    const box = element.getBoundingClientRect();
    // Events the browser held back until the frame; a synthetic event has none.
    const events = event.getCoalescedEvents?.() ?? [];
    stroke.extend((events.length ? events : [event]).map((each) => pointOf(each, box, surface())));
  });

  /** @param {PointerEvent} event */
  const end = (event) => {
    if (event.pointerId !== activeId) return;
    activeId = null;
    stroke.end();
  };
  // The browser may take the pointer away (a system gesture, a palm): what was drawn stays.
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"]) {
    element.addEventListener(type, /** @type {EventListener} */ (end));
  }
  // A long press or a pen's button would open a menu in the middle of a stroke.
  element.addEventListener("contextmenu", (event) => {
    if (activeId !== null) event.preventDefault();
  });
}

/**
 * @param {PointerEvent} event
 * @param {DOMRect} box
 * @param {Surface} surface
 * @returns {Point} its time counted as the event's is
 */
function pointOf({ clientX, clientY, pointerType, pressure, timeStamp }, box, surface) {
  return {
    x: ((clientX - box.left) / box.width) * surface.width,
    y: ((clientY - box.top) / box.height) * surface.height,
    width: lineWidth(surface.lineWidth, pointerType, pressure),
    time: timeStamp,
  };
}
