/**
 * Makes the snapshot that the page starts from: `node snapshot.mjs SETTINGS`.
 *
 * SETTINGS is JSON: `folder`, `libraries` and `lock` as in page_python.mjs, `model` the file of the
 * network that the page begins with, `out` the file to write, in the format of `web/runtime/snapshot.js`.
 */
import crypto from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { tryOut } from "../../web/runtime/trial.js";
import { startAsPage } from "./page_python.mjs";
import { takeSnapshot } from "./take_snapshot.mjs";

/** Of Python's allocator: it keeps blocks of up to LARGEST bytes in pools of its own. */
const ALIGNMENT = 16;
const LARGEST_BLOCK = 512;
const POOL = 1 << 14;
const POOL_HEADER = 64;
/** How many pools that had nothing in them are enough to say that no other has a free block. */
const FRESH_POOLS = 3;
const LARGEST_CHUNK = 1 << 22;

const { model, out, ...settings } = JSON.parse(process.argv[2]);
// Where chance and time come from: the snapshot is the same each time. The page draws other numbers.
crypto.randomFillSync = (array) => array.fill(1);
Date.now = () => 0;
performance.now = () => 0;
const started = await startAsPage({ ...settings, makesSnapshot: true });
const { pyodide, bridge, emscripten } = started;
const load = () => bridge.load_model(new Uint8Array(readFileSync(model)), basename(model));
const tidyUp = () => {
  pyodide.runPython("import gc; gc.collect()");
  wipe(emscripten);
};
load();
const trial = Array.from(tryOut(bridge));
tidyUp();
load(); // anew, into memory that has been wiped: the trial left its numbers in the other's arrays
tidyUp();
const notes = { model: basename(model), trial };
writeFileSync(out, await takeSnapshot(started, settings, notes));

/** Fills with zeros what nothing uses: what was there does not have to be fetched. */
function wipe(module) {
  wipePools(module);
  wipeChunks(module);
  const [end, current] = [
    module._emscripten_stack_get_end(),
    module._emscripten_stack_get_current(),
  ];
  module.HEAPU8.fill(0, end >>> 0, current >>> 0);
}

/** Takes the free blocks of all pools, wipes them and gives them back. */
function wipePools(module) {
  const taken = [];
  for (let size = ALIGNMENT; size <= LARGEST_BLOCK; size += ALIGNMENT) {
    const fresh = new Set();
    while (fresh.size < FRESH_POOLS) {
      const block = module._PyObject_Malloc(size) >>> 0;
      module.HEAPU8.fill(0, block, block + size);
      taken.push(block);
      if (block % POOL <= POOL_HEADER) fresh.add(Math.floor(block / POOL));
    }
  }
  for (const block of taken) module._PyObject_Free(block);
}

/** The same with the memory that Python has its pools and larger objects from. */
function wipeChunks(module) {
  const taken = [];
  const top = module._sbrk(0) >>> 0;
  for (let size = LARGEST_CHUNK; size >= ALIGNMENT / 2; size = smaller(size)) {
    let chunk = module._malloc(size) >>> 0;
    while (chunk + size <= top) {
      module.HEAPU8.fill(0, chunk, chunk + size);
      taken.push(chunk);
      chunk = module._malloc(size) >>> 0;
    }
    module._free(chunk);
  }
  for (const chunk of taken.reverse()) module._free(chunk);
}

/** Chunks come in steps of 8 bytes; of large ones it is enough to have halves. */
function smaller(size) {
  return size > 256 ? size / 2 : size - 8;
}
