import * as ort from "./ort.mjs";
import { inkOf, wirePad } from "./pad.js";
import { networkInput, networkTensor } from "./preprocess.js";
import { show } from "./show.js";

ort.env.wasm.numThreads = 1;
const session = ort.InferenceSession.create("network.onnx", { executionProviders: ["wasm"] });

async function predict(input) {
  const images = new ort.Tensor("float32", networkTensor(input), [1, 1, 28, 28]);
  const { probabilities } = await (await session).run({ images });
  return probabilities.data;
}

wirePad(document.querySelector("canvas"), async (canvas) => {
  show(await predict(networkInput(canvas, inkOf(canvas))));
});

/** For the check that all pages compute the same. */
window.benchPredict = async (input) => Array.from(await predict(input));
