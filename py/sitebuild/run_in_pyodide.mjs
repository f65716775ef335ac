/**
 * Runs a Python file inside Pyodide under Node: `node run_in_pyodide.mjs SETTINGS SCRIPT [ARGUMENT …]`.
 *
 * SETTINGS is JSON: `pyodide` is the folder Pyodide is loaded from; `mounts` maps paths inside Pyodide to folders of
 * this machine; `env` holds environment variables; with `site`, Python is started as the page starts it, from the
 * built site in that folder; otherwise `packages` and `lock` say what is loaded. The script's `main(arguments)` is called; a number that it returns is the
 * exit code.
 */
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [settingsText, script, ...args] = process.argv.slice(2);
const { pyodide: folder, site, mounts = {}, env = {}, packages = [], lock } = JSON.parse(settingsText);

const importFrom = (...parts) => import(pathToFileURL(join(...parts)).href);

async function start() {
  const { loadPyodide } = await importFrom(folder, "pyodide.mjs");
  const options = { indexURL: folder, env: { PYTHONHASHSEED: "0", ...env } };
  if (!site) return loadPyodide({ ...options, packages, ...(lock && { lockFileURL: lock }) });
  const { LOCK } = await importFrom(site, "files.js");
  const { startPython } = await importFrom(site, "python.js");
  const fetchRest = () => new Uint8Array(readFileSync(join(folder, "rest.zip")));
  const lockFileContents = LOCK;
  return (await startPython(loadPyodide, { ...options, lockFileContents, packageBaseUrl: `${folder}/` }, fetchRest)).pyodide;
}

const pyodide = await start();
for (const [inside, outside] of Object.entries(mounts)) pyodide.mountNodeFS(inside, outside);
const namespace = pyodide.toPy({ __name__: basename(script, ".py") });
try {
  pyodide.runPython(await readFile(script, "utf8"), { globals: namespace, filename: script });
  process.exitCode = namespace.get("main")(pyodide.toPy(args)) ?? 0;
} catch (error) {
  // Node would print the line of Pyodide's source as well, all 1.2 MB of it.
  console.error(error.message);
  process.exitCode = 1;
}
