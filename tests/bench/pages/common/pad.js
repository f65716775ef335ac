/** A plain drawing pad: what the pages that Inkglass is compared with draw on. */

const SIZE = 280;
const KEY = "inkglass:drawing";

/**
 * Wires the canvas; `onChange` gets it after each stroke, and for the drawing a visitor left.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {(canvas: HTMLCanvasElement) => void} onChange
 */
export function wirePad(canvas, onChange) {
  canvas.width = SIZE;
  canvas.height = SIZE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.lineCap = "round";
  context.lineJoin = "round";
  context.lineWidth = 20;

  const line = (from, to) => {
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  };
  let last = null;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = { x: event.offsetX, y: event.offsetY };
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = { x: event.offsetX, y: event.offsetY };
    line(last, next);
    last = next;
  });
  canvas.addEventListener("pointerup", () => {
    last = null;
    onChange(canvas);
  });

  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  for (const stroke of kept) {
    for (let i = 1; i < stroke.length; i++) line(stroke[i - 1], stroke[i]);
  }
  if (kept.length > 0) onChange(canvas);
}

/** The ink of the canvas, one grey byte a pixel. */
export function inkOf(canvas) {
  const { data } = canvas.getContext("2d").getImageData(0, 0, SIZE, SIZE);
  const pixels = new Uint8Array(SIZE * SIZE);
  for (let i = 0; i < pixels.length; i++) pixels[i] = data[4 * i + 3];
  return { pixels, width: SIZE, height: SIZE };
}
