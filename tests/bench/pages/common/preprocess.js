/** From ink to the 28 by 28 that the network sees, by a canvas, as pages without Python do it. */
const SIZE = 28;
const BOX = 20;

/**
 * @param {HTMLCanvasElement} canvas with ink in its alpha channel
 * @param {{pixels: Uint8Array, width: number, height: number}} ink of that canvas
 * @returns {Uint8Array} 28 by 28 grey levels, the ink in a box of 20, its centre of mass in the middle
 */
export function networkInput(canvas, ink) {
  const { left, top, width, height } = bounds(ink);
  const scale = BOX / Math.max(width, height);
  const [w, h] = [width * scale, height * scale];
  const small = scaled(canvas, [left, top, width, height], [(SIZE - w) / 2, (SIZE - h) / 2, w, h]);
  const [x, y] = centreOfMass(levels(small));
  const shift = [Math.round(SIZE / 2 - x), Math.round(SIZE / 2 - y), SIZE, SIZE];
  return levels(scaled(small, [0, 0, SIZE, SIZE], shift));
}

/** @param {Uint8Array} input 28 by 28 grey levels */
export function networkTensor(input) {
  return Float32Array.from(input, (level) => level / 255 - 0.5);
}

function bounds({ pixels, width, height }) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (pixels[y * width + x] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  return { left, top, width: right - left, height: bottom - top };
}

function scaled(source, from, to) {
  const canvas = document.createElement("canvas");
  canvas.width = SIZE;
  canvas.height = SIZE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.drawImage(source, ...from, ...to);
  return canvas;
}

function levels(canvas) {
  const { data } = canvas.getContext("2d").getImageData(0, 0, SIZE, SIZE);
  return Uint8Array.from({ length: SIZE * SIZE }, (_, i) => data[4 * i + 3]);
}

function centreOfMass(image) {
  let [total, x, y] = [0, 0, 0];
  image.forEach((level, i) => {
    total += level;
    x += level * ((i % SIZE) + 0.5);
    y += level * (Math.floor(i / SIZE) + 0.5);
  });
  return [x / total, y / total];
}
