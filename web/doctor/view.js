/** The doctor's view: its checks one after another, what there is to know, and two ways to get help. */

import { create } from "../shared/elements.js";
import { createActions } from "./actions.js";
import { checkModuleWorker, checkStorage, checkWebAssembly } from "./checks.js";
import { gatherFacts } from "./facts.js";
import { checkFiles } from "./files.js";
import { failed, reason } from "./finding.js";
import { checkServiceWorker, checkVersion } from "./offline.js";
import { reportText } from "./report.js";
import { createCheckRow } from "./row.js";
import { createTimingsTable } from "./timings.js";

/**
 * @import { Finding, State } from "./finding.js"
 * @import { Timing } from "./timings.js"
 * @import { Fact } from "./facts.js"
 *
 * @typedef {object} Check
 * @property {string} id
 * @property {string} title
 * @property {(onProgress: (text: string) => void) => Promise<Finding>} run
 */

/** @type {Check[]} what takes long, or may still be under way when the page is young, comes last */
const CHECKS = [
  { id: "wasm", title: "WebAssembly", run: checkWebAssembly },
  { id: "worker", title: "Module workers", run: checkModuleWorker },
  { id: "storage", title: "Storage", run: checkStorage },
  { id: "files", title: "Files", run: checkFiles },
  { id: "version", title: "Version", run: checkVersion },
  { id: "offline", title: "Service worker", run: checkServiceWorker },
];

/**
 * @param {HTMLElement} view whose `data-state` is "running", then the worst that was found
 * @param {() => Timing[]} lastTimings
 */
export function openDoctor(view, lastTimings) {
  const summary = /** @type {HTMLElement} */ (view.querySelector(".doctor__summary"));
  const { list, timings, facts, aside } = createParts();
  let report = "";
  const actions = createActions(() => report, examine);
  const body = /** @type {HTMLElement} */ (view.querySelector(".doctor__body"));
  body.replaceChildren(create("div", "doctor__checks", list, actions.element), aside);
  examine();

  async function examine() {
    view.dataset.state = "running";
    summary.textContent = "Checking…";
    actions.setReady(false);
    const findings = {
      checks: await runAll(list),
      facts: await gatherFacts(),
      timings: lastTimings(),
    };
    showFacts(facts, findings.facts);
    showTimings(timings, findings.timings);
    report = reportText(findings);
    const states = findings.checks.map(({ finding }) => finding.state);
    summary.textContent = sumUp(states);
    view.dataset.state = worst(states);
    actions.setReady(true);
  }
}

function createParts() {
  const timings = create("div", "");
  const facts = create("dl", "facts");
  const aside = create(
    "div",
    "doctor__aside",
    create("h3", "doctor__heading", "The last start"),
    timings,
    create("h3", "doctor__heading", "Versions and surroundings"),
    facts,
  );
  return { list: create("ol", "checks"), timings, facts, aside };
}

/** @param {HTMLElement} list */
async function runAll(list) {
  const rows = CHECKS.map(createCheckRow);
  list.replaceChildren(...rows.map(({ element }) => element));
  const checks = [];
  for (const [i, { title, run }] of CHECKS.entries()) {
    rows[i].showProgress("Checking…");
    const finding = await run(rows[i].showProgress).catch((error) =>
      failed(`Could not be checked: ${reason(error)}`),
    );
    rows[i].show(finding);
    checks.push({ title, finding });
  }
  return checks;
}

/** @param {State[]} states */
function sumUp(states) {
  const failures = states.filter((state) => state === "failed").length;
  const warnings = states.filter((state) => state === "warning").length;
  if (failures > 0) return `${count(failures, "failure")}: this is why the page may not work.`;
  if (warnings > 0) return `The page can work; ${count(warnings, "warning")}.`;
  return "All is well.";
}

/** @param {number} number @param {string} noun */
function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** @param {State[]} states @returns {State} */
function worst(states) {
  if (states.includes("failed")) return "failed";
  return states.includes("warning") ? "warning" : "ok";
}

/** @param {HTMLElement} list @param {Fact[]} facts */
function showFacts(list, facts) {
  list.replaceChildren(
    ...facts.map(([name, value]) =>
      create("div", "facts__fact", create("dt", "", name), create("dd", "", value)),
    ),
  );
}

/** @param {HTMLElement} place @param {Timing[]} timings */
function showTimings(place, timings) {
  const none = "Not measured yet: the page has not started since it was opened.";
  place.replaceChildren(
    timings.length > 0 ? createTimingsTable(timings) : create("p", "doctor__note", none),
  );
}
