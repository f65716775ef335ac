/**
 * Putting together what the build has parted: each of Python's WebAssembly files has a second half
 * with the functions that a start does not call, and a module with the data that it begins with.
 * `py/sitebuild/split.py` says how they fit.
 *
 * @typedef {object} Part a file's first half
 * @property {string} file
 * @property {WebAssembly.Module} module
 * @property {WebAssembly.Module | null} data null if it is whole, or memory is filled otherwise
 *
 * @typedef {(file: string) => Uint8Array<ArrayBuffer>} FetchHalf returns a file's second half at once
 */

const SHARED = "inkglass";
/** Where in the table of postponed functions the one is that fetches them. */
const LOADER = 0;

/** `(module (import "" "" (func)) (export "" (func 0)))` */
const PASS_ON = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0], // the preamble
  ...[1, 4, 1, 96, 0, 0], // a type: nothing in, nothing out
  ...[2, 5, 1, 0, 0, 0, 0],
  ...[7, 4, 1, 0, 0, 0],
);

/**
 * Gives an instance of a first half its data, and has the second half join it when it is needed.
 *
 * @param {WebAssembly.Instance} instance
 * @param {WebAssembly.Imports} imports that it was given
 * @param {Part} part
 * @param {FetchHalf} fetchHalf
 */
export function complete({ exports }, imports, { file, data }, fetchHalf) {
  const add = (/** @type {WebAssembly.Module} */ module) =>
    new WebAssembly.Instance(module, { ...imports, [SHARED]: sharedOf(exports) });
  if (data) add(data);
  const table = exports[`${SHARED} postponed`];
  if (!(table instanceof WebAssembly.Table)) return; // it was not parted
  const join = () => {
    add(new WebAssembly.Module(fetchHalf(file)));
    /** @type {WebAssembly.Global} */ (exports[`${SHARED} is-whole`]).value = 1;
  };
  table.set(LOADER, asWebAssembly(join));
}

/** @param {WebAssembly.Exports} exports */
function sharedOf(exports) {
  const prefix = `${SHARED} `;
  const shared = Object.entries(exports).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(shared.map(([name, value]) => [name.slice(prefix.length), value]));
}

/**
 * Makes a function one that a table takes.
 *
 * @param {() => void} run
 */
function asWebAssembly(run) {
  return new WebAssembly.Instance(new WebAssembly.Module(PASS_ON), { "": { "": run } }).exports[""];
}
