/** What the doctor tests besides files and versions: can this browser do what the page needs? */

import { siteUrl } from "../shared/site-url.js";
import { failed, ok, reason, size, warning } from "./finding.js";

/** @import { Finding } from "./finding.js" */

const WORKER_LIMIT_MS = 15_000;
const CACHE = "inkglass-doctor";
const STORAGE_KEY = "inkglass:doctor";

// (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)
const MODULE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x07, 0x01, 0x60, 0x02, 0x7f, 0x7f, 0x01, 0x7f],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x07, 0x07, 0x01, 0x03, 0x61, 0x64, 0x64, 0x00, 0x00],
  ...[0x0a, 0x09, 0x01, 0x07, 0x00, 0x20, 0x00, 0x20, 0x01, 0x6a, 0x0b],
);

/** @returns {Promise<Finding>} */
export async function checkWebAssembly() {
  try {
    const response = new Response(MODULE, { headers: { "Content-Type": "application/wasm" } });
    const { instance } = await WebAssembly.instantiateStreaming(response);
    const add = /** @type {(a: number, b: number) => number} */ (instance.exports.add);
    if (add(2, 3) !== 5) throw new Error("it adds 2 and 3 wrongly");
    return ok("Compiles while it arrives, and computes.");
  } catch (error) {
    return failed(
      `Does not run here (${reason(error)}), and Python cannot run without it. Some browsers switch it off in their strictest mode.`,
    );
  }
}

/** @returns {Promise<Finding>} */
export async function checkModuleWorker() {
  try {
    await answerOfWorker();
    return ok("One was started, and answered.");
  } catch (error) {
    return failed(`None can be started (${reason(error)}), and Python runs in one.`);
  }
}

/** @returns {Promise<string>} */
function answerOfWorker() {
  const worker = new Worker(siteUrl("doctor-worker.js"), { type: "module" });
  const answer = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message || "doctor-worker.js could not be loaded"));
    };
    setTimeout(() => reject(new Error("it did not answer")), WORKER_LIMIT_MS);
  });
  return answer.finally(() => worker.terminate());
}

/** @returns {Promise<Finding>} */
export async function checkStorage() {
  const refusals = [
    await refusalOf("files for the next visit", tryCaches),
    await refusalOf("your drawing through a reload", trySession),
  ].filter((text) => text !== null);
  if (refusals.length > 0) {
    return warning("The page works, but this window does not keep all it could:", refusals);
  }
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const isLasting = await navigator.storage?.persisted?.();
  const fate = isLasting ? "is never removed unasked" : "may go when space gets short";
  return ok(
    `Can be used. This site has ${size(usage)} of the ${size(quota)} it may have; what it keeps ${fate}.`,
  );
}

/**
 * @param {string} what
 * @param {() => Promise<void>} attempt
 * @returns {Promise<string | null>}
 */
async function refusalOf(what, attempt) {
  try {
    await attempt();
    return null;
  } catch (error) {
    return `It cannot keep ${what}: ${reason(error)}`;
  }
}

async function tryCaches() {
  if (!("caches" in globalThis)) throw new Error("there is no Cache Storage outside https.");
  const url = siteUrl("doctor-trial");
  const cache = await caches.open(CACHE);
  await cache.put(url, new Response("kept"));
  const kept = await cache.match(url);
  await caches.delete(CACHE);
  if ((await kept?.text()) !== "kept") throw new Error("what was put there was not found again.");
}

async function trySession() {
  sessionStorage.setItem(STORAGE_KEY, "kept");
  const kept = sessionStorage.getItem(STORAGE_KEY);
  sessionStorage.removeItem(STORAGE_KEY);
  if (kept !== "kept") throw new Error("what was put there was not found again.");
}
