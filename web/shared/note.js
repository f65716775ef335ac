/**
 * @typedef {object} Note
 * @property {(sentence: string, link?: string) => void} say with a link, if one is to be copied by hand
 */

/**
 * The line that says what came of a command.
 *
 * @param {HTMLElement} text a live region
 * @param {HTMLInputElement} field
 * @returns {Note}
 */
export function createNote(text, field) {
  return {
    say(sentence, link = "") {
      if (text.textContent !== sentence) text.textContent = sentence;
      field.value = link;
      field.hidden = link === "";
      if (link) field.select();
    },
  };
}
