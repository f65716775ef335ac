/** Decodes one picture, so that neither the page nor Python has to wait for it. */
import { decodeImage } from "./decode-image.js";
import { ImageProblem } from "./image-problem.js";

self.onmessage = async ({ data }) => {
  try {
    const image = await decodeImage(data);
    self.postMessage({ image }, { transfer: [image.pixels.buffer] });
  } catch (error) {
    if (!(error instanceof ImageProblem)) console.warn(error);
    self.postMessage({ problem: error instanceof ImageProblem ? error.message : null });
  }
};
