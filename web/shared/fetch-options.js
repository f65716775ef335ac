/** What `fetch` is told of caches: the browser's, and the service worker's. */

/**
 * The browser answers from the service worker's cache by itself, whatever a request says of caches,
 * but for requests of this mode (`addRoutes` in sw.js).
 *
 * @param {RequestCache} cache
 * @returns {RequestInit}
 */
export function fetchOptions(cache) {
  const goesPast = cache === "reload" || cache === "no-store";
  return { cache, mode: goesPast ? "same-origin" : "cors" };
}
