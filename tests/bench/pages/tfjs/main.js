/* global tf */
import { inkOf, wirePad } from "./pad.js";
import { networkInput, networkTensor } from "./preprocess.js";
import { show } from "./show.js";

/** What a layer does to `x`, by its type. */
const LAYERS = {
  Conv2D: (x, { stride, padding }, { weight, bias }) =>
    withBias(tf.conv2d(x, weight, stride, padding), bias),
  MaxPool2D: (x) => tf.maxPool(x, 2, 2, "valid"),
  ReLU: (x) => tf.relu(x),
  Flatten: (x) => tf.reshape(x, [1, -1]),
  Dense: (x, _, { weight, bias }) => withBias(tf.matMul(x, weight), bias),
};

const network = load();

async function load() {
  const started = tf.setBackend("cpu");
  const [layers, weights] = await Promise.all([
    fetch("network.json").then((response) => response.json()),
    fetch("network.bin").then((response) => response.arrayBuffer()),
  ]);
  await started;
  let at = 0;
  const tensor = (shape) => {
    const size = shape.reduce((a, b) => a * b);
    at += size;
    return tf.tensor(new Float32Array(weights, 4 * (at - size), size), shape);
  };
  return layers.map(({ config, shapes }) => {
    const named = Object.entries(shapes).map(([name, shape]) => [name, tensor(shape)]);
    return { config, arrays: Object.fromEntries(named) };
  });
}

function withBias(x, bias) {
  return bias ? tf.add(x, bias) : x;
}

async function predict(input) {
  let x = tf.tensor(networkTensor(input), [1, 28, 28, 1]);
  for (const { config, arrays } of await network) x = LAYERS[config.type](x, config, arrays);
  return tf.softmax(x).data();
}

wirePad(document.querySelector("canvas"), async (canvas) => {
  show(await predict(networkInput(canvas, inkOf(canvas))));
});

/** For the check that all pages compute the same. */
window.benchPredict = async (input) => Array.from(await predict(input));
