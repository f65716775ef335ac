/**
 * The service worker: keeps this build whole, and answers with it. The build puts `BUILD` before
 * this text: its version, and the SHA-256 of each of its files by path. `spare` are those that a
 * start does without, as a rule: they are kept from the second visit on. `later` are kept once they
 * have been asked for.
 *
 * A version's files lie in a folder and a cache that bear its name, so versions never mix. A version
 * is complete before it is used, and is kept while a page of it is open.
 */

import { hexDigest } from "./shared/digest.js";

const PREFIX = "inkglass-";
const CACHE = PREFIX + BUILD.version;
const PAGE = "index.html";
/** The page has two addresses. */
const FILES = { ...BUILD.files, "": BUILD.files[PAGE] };

const isPage = (/** @type {string} */ path) => path === PAGE || path === "";

const scope = /** @type {any} */ (self);
const urlOf = (/** @type {string} */ path) => new URL(path, scope.registration.scope).href;

scope.addEventListener("install", (/** @type {any} */ event) => {
  event.waitUntil(addRoutes(event));
  // The version before this one must not take what is being fetched for an old one's.
  event.waitUntil(locked(install));
});
scope.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(activate()));
scope.addEventListener("message", (/** @type {any} */ event) => {
  // Pages of builds from before these messages had a kind say it in a word.
  const { kind, keeps } = typeof event.data === "string" ? { kind: event.data } : event.data;
  if (kind === "use this version") scope.skipWaiting();
  if (kind === "tidy") {
    event.waitUntil(tidy(keeps === "all" ? { ...FILES, ...BUILD.spare } : FILES));
  }
});
scope.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const isOurs = request.url.startsWith(scope.registration.scope);
  if (isOurs && request.method === "GET") event.respondWith(answer(request));
});

/**
 * Has the browser answer by itself with what is kept, where it can, so that no file has to wait for
 * this worker. A second try after a failure, which `fetchOptions` marks with its mode, still comes here.
 * So does everything in browsers that know nothing of it, or not of this.
 *
 * @param {any} event of the installation
 */
async function addRoutes(event) {
  if (!event.addRoutes) return; // nor is there a URLPattern, perhaps
  try {
    await event.addRoutes(routes());
  } catch (error) {
    console.info("Files wait for the service worker.", error);
  }
}

function routes() {
  const { origin, pathname } = new URL(scope.registration.scope);
  const patterns = Object.keys(FILES).map(
    (path) => new URLPattern({ pathname: pathname + path, search: "", baseURL: origin }),
  );
  const condition = { or: patterns.map((urlPattern) => ({ urlPattern, requestMethod: "GET" })) };
  return [
    { condition: { requestMode: "same-origin", requestDestination: "" }, source: "fetch-event" },
    { condition, source: { cacheName: CACHE } },
  ];
}

/**
 * Holds this version's lock meanwhile, where the browser has locks and gives them.
 *
 * @param {() => Promise<void>} run
 */
async function locked(run) {
  let isHeld = false;
  const hold = () => {
    isHeld = true;
    return run();
  };
  try {
    await scope.navigator.locks.request(CACHE, { mode: "shared" }, hold);
  } catch (error) {
    if (isHeld) throw error;
    await run();
  }
}

/** Fetches what is missing; a failure leaves the version before this one in use. */
async function install() {
  const cache = await caches.open(CACHE);
  for (const [path, sha256] of Object.entries(FILES)) {
    if (await isKept(cache, path, sha256)) continue;
    await cache.put(urlOf(path), await fetchIntact(path, sha256));
  }
}

/**
 * @param {string} path
 * @param {string} sha256
 */
async function fetchIntact(path, sha256) {
  // What the page has just fetched need not come over the network again, if it is what was built.
  for (const mode of /** @type {RequestCache[]} */ (["default", "reload"])) {
    const response = direct(path, await fetch(urlOf(path), { cache: mode }));
    if (await isIntact(response, sha256)) return response;
  }
  throw new Error(`${path} is not the file that was built.`);
}

/**
 * Hosts send visitors from one of the page's addresses on to the other, and browsers open no page with
 * an answer that came that way. It is copied; all else is kept as it came (see `answer`).
 *
 * @param {string} path
 * @param {Response} response
 */
function direct(path, response) {
  return isPage(path) && response.redirected ? new Response(response.body, response) : response;
}

/**
 * @param {Cache} cache
 * @param {string} path
 * @param {string} sha256
 */
async function isKept(cache, path, sha256) {
  const kept = await cache.match(urlOf(path));
  return !(isPage(path) && kept?.redirected) && isIntact(kept, sha256);
}

/**
 * @param {Response | undefined} response
 * @param {string} sha256 in hex
 */
async function isIntact(response, sha256) {
  if (!response?.ok) return false;
  return (await hexDigest(await response.clone().arrayBuffer())) === sha256;
}

async function activate() {
  await removeOldVersions();
  await scope.clients.claim();
}

/**
 * Done once a visit, when the page has nothing else to do.
 *
 * @param {Record<string, string>} files that are to be whole after that
 */
async function tidy(files) {
  await removeOldVersions();
  if (!(await caches.has(CACHE))) return; // all has been cleared
  const cache = await caches.open(CACHE);
  for (const [path, sha256] of Object.entries(files)) await mend(cache, path, sha256);
}

/**
 * Each open page holds a lock that bears its version's name, and so does a version while it is
 * fetched; what nobody holds can go, unless a newer version waits for its turn.
 */
async function removeOldVersions() {
  const names = await caches.keys(); // before the locks: who has a cache had its lock before
  const held = await heldLocks();
  if (!held) return; // nobody knows what is used
  const used = new Set([CACHE, ...held]);
  const { installing, waiting } = scope.registration;
  if (installing || waiting) return;
  const old = names.filter((name) => name.startsWith(PREFIX) && !used.has(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** @returns {Promise<string[] | null>} their names; null where the browser does not tell */
async function heldLocks() {
  try {
    const { held = [] } = await scope.navigator.locks.query();
    return held.map((/** @type {any} */ lock) => lock.name);
  } catch {
    return null;
  }
}

/**
 * Answers from the version that the file belongs to, with the very response that was kept: only
 * then does the browser keep what it compiled. A request that goes past caches is a second try after
 * a failure; what it fetches takes the place of what failed.
 *
 * @param {Request} request
 */
async function answer(request) {
  const path = pathOf(request);
  if (request.cache === "reload" || request.cache === "no-store") return renew(path, request);
  const kept = await caches.match(urlOf(path), isPage(path) ? { cacheName: CACHE } : undefined);
  return kept ?? renew(path, request);
}

/**
 * @param {Request} request
 * @returns {string} as in `FILES`
 */
function pathOf(request) {
  const { pathname } = new URL(request.url);
  return pathname.slice(new URL(scope.registration.scope).pathname.length);
}

/**
 * @param {string} path
 * @param {Request} request
 */
async function renew(path, request) {
  const response = await fetch(request);
  const sha256 = FILES[path] ?? BUILD.spare[path] ?? BUILD.later[path];
  // Without the cache, all has been cleared.
  if (sha256 && (await caches.has(CACHE)) && (await isIntact(response, sha256))) {
    const cache = await caches.open(CACHE);
    await cache.put(urlOf(path), direct(path, response.clone()));
  }
  return response;
}

/**
 * Files are used as they are kept; one that is missing, or was damaged there, is replaced for the
 * next visit.
 *
 * @param {Cache} cache
 * @param {string} path
 * @param {string} sha256
 */
async function mend(cache, path, sha256) {
  if (await isKept(cache, path, sha256)) return;
  await cache.delete(urlOf(path));
  await cache.put(urlOf(path), await fetchIntact(path, sha256));
}
