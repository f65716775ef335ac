import { INPUT_SIDE } from "../shared/input-side.js";

/**
 * The picture the network sees, one canvas pixel a grey level, 0 ground and 255 ink.
 *
 * @param {HTMLCanvasElement} canvas of 28 by 28
 * @returns {(levels: Uint8Array | null) => void} row by row; null for a blank pad
 */
export function createNetworkInput(canvas) {
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) throw new Error("This browser offers no canvas to draw on.");
  const image = context.createImageData(INPUT_SIDE, INPUT_SIDE);

  return function show(levels) {
    for (let i = 0; i < INPUT_SIDE * INPUT_SIDE; i++) {
      const level = levels ? levels[i] : 0;
      image.data.set([level, level, level, 255], 4 * i);
    }
    context.putImageData(image, 0, 0);
  };
}
