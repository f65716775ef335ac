import { drawMarks } from "../drawing/ink.js";

/** Pixels a unit of the pad. */
const SCALE = 4;
/** Whatever the page's colours are. */
const INK = "#12161d";
const PAPER = "#ffffff";
/** The browser takes the picture when it gets to it. */
const TIME_TO_SAVE_MS = 60_000;

/**
 * @param {HTMLButtonElement} button saves the drawing as a picture
 * @param {import("../drawing/pad.js").Pad} pad
 * @param {HTMLElement} guess its text names the picture
 * @returns {{update: () => void}} to be called after every change of the pad
 */
export function createSavePng(button, pad, guess) {
  button.addEventListener("click", async () => {
    const picture = await paint(pad.drawing(), pad.surface());
    const words = guess.textContent?.match(/[\p{L}\p{N}]+/gu) ?? [];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(picture);
    link.download = `${["inkglass", ...words].join("-")}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), TIME_TO_SAVE_MS);
  });

  return {
    update() {
      button.disabled = pad.drawing().length === 0;
    },
  };
}

/**
 * @param {import("../drawing/mnist-mark.js").Mark[]} drawing
 * @param {import("../drawing/surface.js").Surface} surface
 * @returns {Promise<Blob>}
 */
function paint(drawing, surface) {
  const canvas = document.createElement("canvas");
  canvas.width = SCALE * surface.width;
  canvas.height = SCALE * surface.height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser offers no canvas to draw on.");
  drawMarks(context, drawing, surface, INK);
  context.globalCompositeOperation = "destination-over";
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = PAPER;
  context.fillRect(0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("No picture was made."))));
  });
}
