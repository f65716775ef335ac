import { inkOf, wirePad } from "./pad.js";
import { show } from "./show.js";

const worker = new Worker("worker.js", { type: "module" });
const waiting = new Map();
let nextId = 0;

worker.onmessage = ({ data: { id, result, error } }) => {
  const { resolve, reject } = waiting.get(id);
  waiting.delete(id);
  if (error) reject(new Error(error));
  else resolve(result);
};

function call(method, ...args) {
  return new Promise((resolve, reject) => {
    waiting.set(++nextId, { resolve, reject });
    worker.postMessage({ id: nextId, method, args });
  });
}

wirePad(document.querySelector("canvas"), async (canvas) => {
  const { pixels, width, height } = inkOf(canvas);
  show(await call("read", pixels, width, height));
});

/** For the check that all pages compute the same. */
window.benchPredict = (input) => call("predict", Uint8Array.from(input));
