/**
 * Runs pieces of Python one after the other, each in a Python of its own that is started from the
 * built site: `node python_cases.mjs SETTINGS`, where SETTINGS is JSON. `starter` is the path of
 * `page_python.mjs`, `site` the folder with the site's files, `cases` holds the pieces by name.
 *
 * Prints a line of JSON for each: its name, what it printed, and the error's traceback, or null.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { starter, site, cases } = JSON.parse(process.argv[2]);
const { importFrom, startAsPage } = await import(pathToFileURL(starter).href);
const { LIBRARIES: libraries, LOCK: lock } = await importFrom(site, "files.js");

async function run(source) {
  const folder = join(site, "pyodide");
  const env = { PYTHONHASHSEED: "0" };
  const { pyodide } = await startAsPage({ folder, libraries, lock, env });
  const printed = [];
  pyodide.setStdout({ batched: (line) => printed.push(line) });
  try {
    pyodide.runPython(source);
    return { printed: printed.join("\n"), error: null };
  } catch (error) {
    return { printed: printed.join("\n"), error: error.message };
  }
}

for (const [name, source] of Object.entries(cases)) {
  console.log(JSON.stringify({ name, ...(await run(source)) }));
}
