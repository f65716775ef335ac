// reading/: asks the worker for readings; shows answer, bars, and what the network sees.

/** A pause this long, in milliseconds, ends a drawing: the next stroke of a 4 or 5 starts sooner. */
const PAUSE = 700;

/**
 * Says a text in a live region once it has stayed the same for a while, since a reading that
 * follows the stroke changes with every frame.
 *
 * @param {HTMLElement} output a live region
 * @returns {(text: string | null) => void} the text to say, or null to say nothing for now
 */
export function createAnnouncer(output) {
  let timer = 0;
  return function announce(text) {
    clearTimeout(timer);
    if (text === null || text === output.textContent) return;
    timer = setTimeout(() => {
      output.textContent = text;
    }, PAUSE);
  };
}
