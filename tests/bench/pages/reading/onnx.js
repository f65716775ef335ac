/** Readings with onnxruntime-web: wasm, one thread. */
import { answer } from "./asking.js";
import * as ort from "./ort.mjs";

ort.env.wasm.numThreads = 1;

const SHAPE = [1, 1, 28, 28];
/** @type {ort.InferenceSession} */
let session;

async function load(name) {
  await session?.release();
  session = await ort.InferenceSession.create(`${name}.onnx`, { executionProviders: ["wasm"] });
}

/** @param {Uint8Array} levels 28 by 28 */
async function read(levels) {
  const pixels = new Float32Array(levels.length);
  for (let i = 0; i < pixels.length; i++) pixels[i] = levels[i] / 255 - 0.5;
  const { probabilities } = await session.run({ images: new ort.Tensor("float32", pixels, SHAPE) });
  return probabilities.data;
}

async function predict(levels) {
  return Array.from(await read(Uint8Array.from(levels)));
}

async function time(levels, count) {
  const bytes = Uint8Array.from(levels);
  const begun = performance.now();
  for (let i = 0; i < count; i++) await read(bytes);
  return (performance.now() - begun) / count;
}

answer({ load, predict, time });
