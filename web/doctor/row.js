/** One check's row: a mark, its title, the same state as a word, and a sentence. */
import { create } from "../shared/elements.js";

/** @import { Finding } from "./finding.js" */

const WORDS = { ok: "OK", warning: "Warning", failed: "Failed" };

/** @param {{id: string, title: string}} check */
export function createCheckRow({ id, title }) {
  const word = create("span", "check__word");
  const text = create("p", "check__text", "Waiting");
  const details = create("ul", "check__details");
  const mark = create("span", "check__mark");
  mark.ariaHidden = "true";
  const heading = create("h3", "check__title", title);
  const element = create("li", "check", mark, heading, word, text, details);
  element.dataset.testid = `doctor-${id}`;
  element.dataset.state = "waiting";

  return {
    element,

    /** @param {string} progress */
    showProgress(progress) {
      element.dataset.state = "running";
      text.textContent = progress;
    },

    /** @param {Finding} finding */
    show(finding) {
      element.dataset.state = finding.state;
      word.textContent = WORDS[finding.state];
      text.textContent = finding.text;
      details.replaceChildren(...(finding.details ?? []).map((detail) => create("li", "", detail)));
    },
  };
}
