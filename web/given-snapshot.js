/** The worker's side of give-snapshot.js. */

/**
 * @param {(bytes: number) => void} onBytes called as they arrive, before they are inflated
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the snapshot; what is amiss with it shows when it is read
 */
export function takeGivenSnapshot(onBytes) {
  return new Promise((resolve, reject) => {
    self.addEventListener("message", ({ data: { snapshot } }) => {
      if (!snapshot) return;
      if ("arrived" in snapshot) onBytes(snapshot.arrived);
      else if ("data" in snapshot) resolve(snapshot.data);
      else reject(new Error(`The snapshot did not arrive: ${snapshot.failure}.`));
    });
  });
}
