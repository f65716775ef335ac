// doctor/: the view behind #doctor: what works in this browser, and what does not.

/** The doctor's buttons: copy the report, check again, clear everything. */
import { create, createButton } from "../shared/elements.js";
import { startAnew } from "./reset.js";

/**
 * @param {() => string} report
 * @param {() => void} onAgain
 */
export function createActions(report, onAgain) {
  const copy = createButton("Copy report", "doctor-copy", () => copyReport(report(), said, place));
  const again = createButton("Check again", "doctor-again", onAgain);
  const clear = createButton("Clear everything and start anew", "doctor-clear", ask);
  const row = create("div", "doctor__buttons", copy, again, clear);
  const said = create("output", "doctor__said");
  const place = create("div", "");
  const question = createQuestion(() => {
    question.hidden = true;
    clear.hidden = false;
    clear.focus();
  });

  function ask() {
    clear.hidden = true;
    question.hidden = false;
    question.querySelector("button")?.focus();
  }

  return {
    element: create("div", "doctor__actions", row, question, said, place),
    /** @param {boolean} isReady */
    setReady(isReady) {
      copy.disabled = again.disabled = !isReady;
      said.textContent = "";
      place.replaceChildren();
    },
  };
}

/** @param {() => void} onNo */
function createQuestion(onNo) {
  const text =
    "This removes all that the page keeps in this browser: its files, your drawing, its measurements. The page is then fetched anew.";
  const yes = createButton("Clear everything", "doctor-clear-yes", startAnew);
  yes.classList.add("button--accent");
  const no = createButton("Keep it all", "doctor-clear-no", onNo);
  const buttons = create("div", "doctor__buttons", yes, no);
  const question = create("div", "doctor__question", create("p", "", text), buttons);
  question.hidden = true;
  return question;
}

/**
 * @param {string} text
 * @param {HTMLElement} said where to say what happened
 * @param {HTMLElement} place for the text to be copied by hand, where the clipboard is refused
 */
async function copyReport(text, said, place) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = "Copied.";
    place.replaceChildren();
  } catch {
    const area = create("textarea", "doctor__report", text);
    area.readOnly = true;
    area.rows = 12;
    area.ariaLabel = "Report";
    area.dataset.testid = "doctor-report";
    place.replaceChildren(area);
    area.select();
    said.textContent = "The clipboard was refused. The report is selected below: copy it by hand.";
  }
}
