/**
 * The first start's snapshot comes by way of the page: its thread has nothing else to do once the pad
 * is there, and inflates it while the worker's has Python's files to see to.
 */
import { piecesOf } from "../runtime/download.js";
import { createInflater } from "../runtime/inflate.js";

/** Gives the first worker, if that counts on it, the snapshot that first-worker.js has asked for. */
export async function giveSnapshot() {
  const { inkglassWorker: worker, inkglassSnapshot: answer } = globalThis;
  if (!worker || !answer) return;
  /** @type {(preload: import("../shared/protocol.js").Preload, transfer?: Transferable[]) => void} */
  const give = (preload, transfer = []) => worker.postMessage(preload, transfer);
  try {
    const data = await inflate(await answer, (arrived) => give({ snapshot: { arrived } }));
    give({ snapshot: { data } }, [data.buffer]);
  } catch (error) {
    give({ snapshot: { failure: String(error) } });
  }
}

/**
 * @param {Response} response
 * @param {(bytes: number) => void} onBytes
 */
async function inflate(response, onBytes) {
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  const inflater = createInflater();
  for await (const piece of piecesOf(response)) {
    onBytes(piece.length);
    inflater.write(piece);
  }
  return inflater.end();
}
