/** The stages of the last start as a table, each with a bar on one common scale. */
import { create } from "../shared/elements.js";

/**
 * @typedef {{name: string, start: number, duration: number}} Timing in milliseconds, `start` since
 *   navigation
 */

/** @param {Timing[]} timings */
export function createTimingsTable(timings) {
  const end = Math.max(...timings.map(({ start, duration }) => start + duration));
  const from = createHeading("From", "col");
  from.className = "timings__from";
  const titles = [createHeading("Stage", "col"), from, createHeading("Took", "col")];
  const head = create("tr", "", ...titles, create("td", ""));
  const rows = timings.map((timing) => createRow(timing, end));
  return create("table", "timings", create("thead", "", head), create("tbody", "", ...rows));
}

/**
 * @param {Timing} timing
 * @param {number} end where the scale ends, in milliseconds
 */
function createRow({ name, start, duration }, end) {
  const bar = create("span", "timings__bar");
  bar.style.marginLeft = `${(100 * start) / end}%`;
  bar.style.width = `${(100 * duration) / end}%`;
  return create(
    "tr",
    "",
    createHeading(name, "row"),
    create("td", "timings__figure timings__from", milliseconds(start)),
    create("td", "timings__figure", milliseconds(duration)),
    create("td", "timings__track", bar),
  );
}

/** @param {string} text @param {"col" | "row"} scope */
function createHeading(text, scope) {
  const cell = create("th", "", text);
  cell.scope = scope;
  return cell;
}

/** @param {number} value */
export function milliseconds(value) {
  return `${Math.round(value)} ms`;
}
