/** Starting Python under Node as the page's worker starts it in a browser. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startPython } from "../../web/python.js";

/** Imports a module by its path. */
export const importFrom = (...parts) => import(pathToFileURL(join(...parts)).href);

/**
 * `folder` holds Pyodide's files; `libraries` are the extension modules with their files by the
 * paths that the site has, `lock` is Pyodide's. `folderOfWasm` may be another than `folder`. Resolves
 * to what `startPython` of the page does.
 */
export async function startAsPage({ folder, libraries, lock, env, folderOfWasm, snapshot = null }) {
  const { loadPyodide } = await importFrom(folder, "pyodide.mjs");
  const { default: createModule } = await importFrom(folder, "pyodide.asm.mjs");
  const inFolder = (file) => join(folderOfWasm ?? folder, file.replace("pyodide/", ""));
  const compile = async (file) => WebAssembly.compile(await readFile(inFolder(file)));
  globalThis.fetchRest = () => new Uint8Array(readFileSync(join(folder, "rest.zip")));
  const compiled = {
    engine: compile("pyodide/pyodide.asm.wasm"),
    libraries: Promise.all(
      libraries.map(async (library) => ({ ...library, module: await compile(library.file) })),
    ),
    fetchHalf: (file) => new Uint8Array(readFileSync(inFolder(file.replace(".wasm", ".rest.wasm")))),
  };
  const options = {
    indexURL: folder,
    stdLibURL: join(folder, "python.zip"),
    lockFileContents: lock,
    env,
    _sysExecutable: "./this.program", // what it is in a browser
  };
  return startPython(loadPyodide, createModule, compiled, options, snapshot);
}
