/**
 * Runs a Python file inside Pyodide under Node:
 * `node run_in_pyodide.mjs SETTINGS SCRIPT [ARGUMENT …]`.
 *
 * SETTINGS is JSON: `pyodide` is the folder Pyodide is loaded from; `mounts` maps paths inside it to
 * folders of this machine; `env` holds environment variables; with `site`, Python is started as the
 * page starts it, from the built site in that folder. The script's `main(arguments)`, which may be
 * async, is called; a number that it returns is the exit code.
 */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [settingsText, script, ...args] = process.argv.slice(2);
const { pyodide: folder, site, mounts = {}, env = {} } = JSON.parse(settingsText);

const importFrom = (...parts) => import(pathToFileURL(join(...parts)).href);

async function start() {
  const { loadPyodide } = await importFrom(folder, "pyodide.mjs");
  const options = { indexURL: folder, env: { PYTHONHASHSEED: "0", ...env } };
  if (!site) return loadPyodide(options);
  const { LIBRARIES, LOCK } = await importFrom(site, "files.js");
  const { startPython } = await import("../../web/python.js");
  const { default: createModule } = await importFrom(folder, "pyodide.asm.mjs");
  const compile = async (path) => WebAssembly.compile(await readFile(path));
  const compiled = {
    engine: compile(join(folder, "pyodide.asm.wasm")),
    libraries: Promise.all(
      LIBRARIES.map(async ({ file, path }) => ({ path, module: await compile(join(site, file)) })),
    ),
  };
  globalThis.fetchRest = () => new Uint8Array(readFileSync(join(folder, "rest.zip")));
  const locations = {
    indexURL: folder,
    stdLibURL: join(folder, "python.zip"),
    lockFileContents: LOCK,
  };
  return (await startPython(loadPyodide, createModule, compiled, { ...locations, env }, null))
    .pyodide;
}

const pyodide = await start();
for (const [inside, outside] of Object.entries(mounts)) pyodide.mountNodeFS(inside, outside);
const namespace = pyodide.toPy({ __name__: basename(script, ".py") });
try {
  pyodide.runPython(await readFile(script, "utf8"), { globals: namespace, filename: script });
  process.exitCode = (await namespace.get("main")(pyodide.toPy(args))) ?? 0;
} catch (error) {
  // Node would print the line of Pyodide's source as well, all 1.2 MB of it.
  console.error(error.message);
  process.exitCode = 1;
}
