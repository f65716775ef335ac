/**
 * Runs a Python file inside Pyodide under Node:
 * `node run_in_pyodide.mjs SETTINGS SCRIPT [ARGUMENT …]`.
 *
 * SETTINGS is JSON: `pyodide` is the folder Pyodide is loaded from; `mounts` maps paths inside it to
 * folders of this machine; `env` holds environment variables; with `site`, Python is started as the
 * page starts it, from the built site in that folder. The script's `main(arguments)`, which may be
 * async, is called; a number that it returns is the exit code.
 */
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { importFrom, startAsPage } from "./page_python.mjs";

const [settingsText, script, ...args] = process.argv.slice(2);
const { pyodide: folder, site, mounts = {}, env = {} } = JSON.parse(settingsText);

async function start() {
  const settings = { PYTHONHASHSEED: "0", ...env };
  if (site) {
    const { LIBRARIES: libraries, LOCK: lock } = await importFrom(site, "files.js");
    return (await startAsPage({ folder, libraries, lock, env: settings })).pyodide;
  }
  const { loadPyodide } = await importFrom(folder, "pyodide.mjs");
  return loadPyodide({ indexURL: folder, env: settings });
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
