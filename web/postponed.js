/**
 * The functions that a start does not call: the build has put them into a second half of each
 * WebAssembly file, which is fetched when the first of them is called. `py/sitebuild/split.py` says
 * how the halves fit together.
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
 * Has the second half of an instance's module join it when it is needed; leaves a module that was
 * not parted as it is.
 *
 * @param {WebAssembly.Instance} instance of the first half
 * @param {WebAssembly.Imports} imports that it was given
 * @param {() => Uint8Array<ArrayBuffer>} fetchHalf returns the second half at once
 */
export function postpone({ exports }, imports, fetchHalf) {
  const table = exports[`${SHARED} postponed`];
  if (!(table instanceof WebAssembly.Table)) return;
  const join = () => {
    const half = new WebAssembly.Module(fetchHalf());
    new WebAssembly.Instance(half, { ...imports, [SHARED]: sharedOf(exports) });
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
