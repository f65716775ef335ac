/** Readings with NumPy in Pyodide, as the site's own worker makes them. */
import { answer } from "./asking.js";
import { loadPyodide } from "./pyodide/pyodide.mjs";

/** How many values the network gives, and how many of them are answers. */
let classes = 0;
let answers = 0;

const ready = start();

async function start() {
  const pyodide = await loadPyodide();
  const [sources] = await Promise.all([bytes("inkglass.zip"), pyodide.loadPackage("numpy")]);
  pyodide.unpackArchive(sources, "zip");
  const [reader, bridge] = ["numpy_reader", "inkglass.browser.bridge"].map(pyodide.pyimport);
  return { reader, bridge };
}

async function bytes(path) {
  return new Uint8Array(await (await fetch(path)).arrayBuffer());
}

async function load(name) {
  const { reader } = await ready;
  const counts = reader.load(await bytes(`${name}.npz`), name);
  [classes, answers] = counts.toJs();
  counts.destroy();
}

async function predict(levels) {
  const probabilities = new Float32Array(classes);
  const { reader } = await ready;
  reader.predict(Uint8Array.from(levels), probabilities);
  return Array.from(probabilities);
}

/** Milliseconds for a reading of 28 by 28 levels, as the network sees them. */
async function time(levels, count) {
  const { reader } = await ready;
  const seen = Uint8Array.from(levels);
  const begun = performance.now();
  for (let i = 0; i < count; i++) reader.predict(seen, new Float32Array(classes));
  return (performance.now() - begun) / count;
}

/** Milliseconds for a drawing, with what comes before the network. */
async function timeDrawing(pixels, width, height, count) {
  const { bridge } = await ready;
  const drawing = Uint8Array.from(pixels);
  const seen = new Uint8Array(28 * 28);
  const begun = performance.now();
  for (let i = 0; i < count; i++) {
    bridge.read(drawing, width, height, new Float32Array(answers), seen);
  }
  return (performance.now() - begun) / count;
}

answer({ load, predict, time, timeDrawing });
