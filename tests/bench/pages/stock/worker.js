import { loadPyodide } from "./pyodide/pyodide.mjs";

const ready = start();

async function start() {
  const bytes = async (path) => (await fetch(path)).arrayBuffer();
  const [pyodide, sources, weights] = await Promise.all([
    loadPyodide(),
    bytes("inkglass.zip"),
    bytes("network.npz"),
  ]);
  await pyodide.loadPackage("numpy");
  pyodide.unpackArchive(sources, "zip");
  const reader = pyodide.pyimport("stock_reader");
  reader.load(new Uint8Array(weights));
  return reader;
}

self.onmessage = async ({ data: { id, method, args } }) => {
  try {
    const reader = await ready;
    const proxy = reader[method](...args);
    const result = proxy.toJs();
    proxy.destroy();
    self.postMessage({ id, result });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
};
