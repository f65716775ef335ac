/**
 * A snapshot of Python's memory: NumPy, the package and a network already in it. Pyodide can make
 * and load one, but knows nothing of extension modules; what they need is done here.
 *
 * Packed, it is a line of JSON padded to PAGE bytes times a number, then the pages of memory that
 * are not all zero.
 *
 * @typedef {object} Header
 * @property {object} config what Pyodide keeps of its JavaScript side
 * @property {Record<string, string>} libraries the paths of the linked libraries, by their handles
 * @property {number} size of the memory, in bytes
 * @property {[number, number][]} runs offset and length of the memory that is not zero
 * @property {{model: string, trial: number[], engine: string}} notes which network is loaded, what it
 *   made of a trial drawing, and in which browser
 */

const PAGE = 4096;

/** Where the header of Pyodide's own format says how long it is, and how long its JSON. */
const WORDS = { memory: 1, json: 2, jsonStart: 48 };

/**
 * @param {Uint8Array} snapshot as `makeMemorySnapshot` returns it
 * @param {any} module Emscripten's
 * @param {Header["notes"]} notes
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function pack(snapshot, module, notes) {
  const words = new Uint32Array(snapshot.buffer, snapshot.byteOffset, 4);
  const json = snapshot.subarray(WORDS.jsonStart, WORDS.jsonStart + words[WORDS.json]);
  const memory = snapshot.subarray(words[WORDS.memory]);
  const handles = Object.entries(module.LDSO.loadedLibsByHandle);
  return assemble(memory, {
    config: JSON.parse(new TextDecoder().decode(json)),
    libraries: Object.fromEntries(handles.map(([handle, { name }]) => [handle, name])),
    size: memory.length,
    runs: runsOf(memory),
    notes,
  });
}

/**
 * @param {Uint8Array} memory
 * @param {Header} header
 */
function assemble(memory, header) {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const start = Math.ceil((json.length + 1) / PAGE) * PAGE;
  const length = header.runs.reduce((sum, [, size]) => sum + size, start);
  const packed = new Uint8Array(length);
  packed.set(json);
  let end = start;
  for (const [offset, size] of header.runs) {
    packed.set(memory.subarray(offset, offset + size), end);
    end += size;
  }
  return packed;
}

/**
 * The stretches of whole pages that hold anything but zeros.
 *
 * @param {Uint8Array} memory
 */
function runsOf(memory) {
  const words = new BigUint64Array(memory.slice().buffer);
  const perPage = PAGE / 8;
  /** @type {[number, number][]} */
  const runs = [];
  for (let page = 0; page * PAGE < memory.length; page++) {
    const isZero = words
      .subarray(page * perPage, (page + 1) * perPage)
      .every((word) => word === 0n);
    if (isZero) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === page * PAGE) last[1] += PAGE;
    else runs.push([page * PAGE, PAGE]);
  }
  return runs;
}

/**
 * @param {Uint8Array} packed
 * @returns {{header: Header, data: Uint8Array}} `data` holds the runs, one behind the other
 */
export function unpack(packed) {
  const end = packed.indexOf(0);
  const header = JSON.parse(new TextDecoder().decode(packed.subarray(0, end)));
  return { header, data: packed.subarray(Math.ceil((end + 1) / PAGE) * PAGE) };
}

/**
 * Prepares Emscripten's module, its libraries linked but Python not yet started, so that Pyodide
 * restores this snapshot when it would restore its own.
 *
 * @param {any} module
 * @param {{header: Header, data: Uint8Array}} snapshot
 */
export function restoreInto(module, { header, data }) {
  const { LDSO } = module;
  for (const [handle, path] of Object.entries(header.libraries)) {
    LDSO.loadedLibsByHandle[handle] = LDSO.loadedLibsByName[path];
  }
  const initialSize = module.HEAPU8.length;
  if (header.size > initialSize) module.growMemory(header.size);
  module.API.restoreSnapshot = () => {
    const trampoline = trampolineOf(module);
    const own = module.HEAP32[trampoline];
    fill(module.HEAPU8, header.runs, data, initialSize);
    // The pointer to a function that this engine has made, not the one that made the snapshot.
    module.HEAP32[trampoline] = own;
    return header.config;
  };
}

/**
 * @param {Uint8Array} memory
 * @param {[number, number][]} runs
 * @param {Uint8Array} data
 * @param {number} initialSize what lies behind is zero already
 */
function fill(memory, runs, data, initialSize) {
  let from = 0;
  let end = 0;
  for (const [offset, size] of runs) {
    if (end < initialSize) memory.fill(0, end, Math.min(offset, initialSize));
    memory.set(data.subarray(from, from + size), offset);
    from += size;
    end = offset + size;
  }
  if (end < initialSize) memory.fill(0, end, initialSize);
}

/**
 * The index in HEAP32 of Python's pointer to the function that calls C functions of any arity.
 *
 * @param {any} module
 */
function trampolineOf(module) {
  const offset = module.HEAP32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >> 2];
  return (module.__PyRuntime + offset) >> 2;
}
