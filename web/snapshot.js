/**
 * A snapshot of Python's memory: NumPy, the package and a network already in it. The build makes it,
 * `py/sitebuild/snapshot.mjs`. Pyodide can load one, but knows nothing of extension modules; what
 * they need is done here.
 *
 * It is a line of JSON padded to PAGE bytes times a number, then the pages of memory that are not
 * all zero.
 *
 * @typedef {object} Header
 * @property {object} config what Pyodide keeps of its JavaScript side
 * @property {Record<string, string>} libraries the paths of the linked libraries, by their handles
 * @property {number} size of the memory, in bytes
 * @property {[number, number][]} runs offset and length of the memory that is not zero
 * @property {{model: string, trial: number[]}} notes which network is loaded, and what it made of a
 *   trial drawing
 *
 * @typedef {{header: Header, data: Uint8Array}} Snapshot `data` holds the runs, one behind the other
 */

export const PAGE = 4096;

/**
 * @param {Uint8Array} packed
 * @returns {Snapshot}
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
 * @param {Snapshot} snapshot
 */
export function restoreInto(module, { header, data }) {
  const LDSO = module.LDSO; // engine.py leaves what is taken by such a name
  for (const [handle, path] of Object.entries(header.libraries)) {
    LDSO.loadedLibsByHandle[handle] = LDSO.loadedLibsByName[path];
  }
  const initialSize = module.HEAPU8.length;
  if (header.size > initialSize) module.growMemory(header.size);
  module.API.restoreSnapshot = () => {
    // The pointer to a function that this engine has made, not the one that made the snapshot. Its
    // place is read from memory, so it is another before memory is filled.
    const own = module.HEAP32[trampolineOf(module)];
    fill(module.HEAPU8, header.runs, data, initialSize);
    module.HEAP32[trampolineOf(module)] = own;
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
