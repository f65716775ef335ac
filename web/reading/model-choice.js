/**
 * Fill the list of networks and report what is chosen from it.
 *
 * @param {HTMLSelectElement} select
 * @param {string[]} names the first is chosen at the start
 * @param {(name: string) => void} onChoose
 */
export function createModelChoice(select, names, onChoose) {
  select.replaceChildren(...names.map((name) => new Option(name)));
  select.addEventListener("change", () => onChoose(select.value));
}
