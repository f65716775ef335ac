// offline/: keeps the page for visits without a network, and offers newer versions.

/** @import { OfflineState } from "./offline.js" */

/**
 * A line that says whether the page is kept for times without a network, with a button once a newer
 * version waits.
 *
 * @param {HTMLElement} element holds the text and the button
 * @param {() => void} onTake called when the newer version is asked for
 * @returns {(state: OfflineState) => void}
 */
export function createOfflineNote(element, onTake) {
  const text = /** @type {HTMLElement} */ (element.querySelector("[aria-live]"));
  const button = /** @type {HTMLButtonElement} */ (element.querySelector("button"));
  button.addEventListener("click", () => {
    button.disabled = true;
    onTake();
  });

  return function show(state) {
    element.dataset.kind = state.kind;
    element.title = detail(state);
    text.textContent = sentence(state);
    button.disabled = false;
    button.hidden = state.kind !== "update";
  };
}

/** @param {OfflineState} state */
function sentence({ kind }) {
  const sentences = {
    unsupported: "This browser keeps no pages, so this one needs the network each time.",
    installing: "Keeping the page for times without a network…",
    stored: "Kept in this browser: works without a network.",
    refused: "This browser window keeps nothing, so the page needs the network each time.",
    update: "Update ready",
  };
  return sentences[kind];
}

/** @param {OfflineState} state */
function detail(state) {
  if (state.kind === "stored") return `Version ${state.version}`;
  return state.kind === "refused" ? state.reason : "";
}
