/* global tf */
import { inkOf, wirePad } from "./pad.js";
import { networkInput, networkTensor } from "./preprocess.js";
import { show } from "./show.js";

const CONV = [3, 3, 1, 8];
const DENSE = [1352, 10];

const network = load();

async function load() {
  const started = tf.setBackend("cpu");
  const weights = new Float32Array(await (await fetch("notebook.bin")).arrayBuffer());
  await started;
  const parts = [CONV, DENSE, [DENSE[1]]];
  let at = 0;
  return parts.map((shape) => {
    const size = shape.reduce((a, b) => a * b);
    at += size;
    return tf.tensor(weights.subarray(at - size, at), shape);
  });
}

async function predict(input) {
  const [kernel, weight, bias] = await network;
  const images = tf.tensor(networkTensor(input), [1, 28, 28, 1]);
  const maps = tf.maxPool(tf.conv2d(images, kernel, 1, "valid"), 2, 2, "valid");
  return tf.softmax(tf.add(tf.matMul(tf.reshape(maps, [1, DENSE[0]]), weight), bias)).data();
}

wirePad(document.querySelector("canvas"), async (canvas) => {
  show(await predict(networkInput(canvas, inkOf(canvas))));
});

/** For the check that all pages compute the same. */
window.benchPredict = async (input) => Array.from(await predict(input));
