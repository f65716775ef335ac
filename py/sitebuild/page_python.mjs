/** Starting Python under Node as the page's worker starts it in a browser. */
import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startPython } from "../../web/runtime/python.js";

const ENGINE = "pyodide/pyodide.asm.wasm";

/** Imports a module by its path. */
export const importFrom = (...parts) => import(pathToFileURL(join(...parts)).href);

/**
 * `folder` holds Pyodide's files; `libraries` are the extension modules with their files by the
 * paths that the site has, `lock` is Pyodide's. `folderOfWasm` may be another than `folder`; with
 * `makesSnapshot` a snapshot can be made. Resolves to what `startPython` of the page does.
 */
export async function startAsPage(settings) {
  const { folder, libraries, lock, env, snapshot = null, makesSnapshot = false } = settings;
  const { loadPyodide } = await importFrom(folder, "pyodide.mjs");
  const { default: createModule } = await importFrom(folder, "pyodide.asm.mjs");
  globalThis.fetchRest = () => new Uint8Array(readFileSync(join(folder, "rest.zip")));
  const options = {
    indexURL: folder,
    stdLibURL: join(folder, "python.zip"),
    lockFileContents: lock,
    env,
    _sysExecutable: "./this.program", // what it is in a browser
    _makeSnapshot: makesSnapshot,
  };
  const compiled = compiledFrom(settings.folderOfWasm ?? folder, libraries, snapshot === null);
  return startPython(loadPyodide, createModule, compiled, options, snapshot);
}

function compiledFrom(folder, libraries, needsData) {
  const inFolder = (file, suffix) => join(folder, file.replace("pyodide/", "").replace(".wasm", suffix));
  const compile = async (path) => WebAssembly.compile(await readFile(path));
  const part = async (file) => {
    const data = inFolder(file, ".data.wasm");
    return {
      file,
      module: await compile(inFolder(file, ".wasm")),
      data: needsData && existsSync(data) ? await compile(data) : null,
    };
  };
  return {
    engine: part(ENGINE),
    libraries: Promise.all(
      libraries.map(async (library) => ({ ...library, ...(await part(library.file)) })),
    ),
    fetchHalf: (file) => new Uint8Array(readFileSync(inFolder(file, ".rest.wasm"))),
  };
}
