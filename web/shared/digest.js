// shared/: what all rooms may use: elements, the protocol with the worker, fetching.

/**
 * The SHA-256 in hex, or null where the page is not a secure context and there is none.
 *
 * @param {ArrayBuffer | Uint8Array<ArrayBuffer>} data
 */
export async function hexDigest(data) {
  if (!crypto.subtle) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
