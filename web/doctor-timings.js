/** The stages of the last start as a table, each with a bar on one common scale. */
import { create } from "./doctor-dom.js";

/**
 * @typedef {{name: string, start: number, duration: number}} Timing in milliseconds, `start` since
 *   navigation
 */

/** @param {Timing[]} timings */
export function createTimingsTable(timings) {
  const end = Math.max(...timings.map(({ start, duration }) => start + duration));
  const table = create("table", "timings");
  const head = create("tr", "", heading("Stage"), heading("From"), heading("Took"));
  head.append(create("td", ""));
  table.append(create("thead", "", head));
  table.append(create("tbody", "", ...timings.map((timing) => createRow(timing, end))));
  return table;
}

/** @param {string} text */
function heading(text) {
  const cell = create("th", "", text);
  cell.scope = "col";
  return cell;
}

/**
 * @param {Timing} timing
 * @param {number} end where the scale ends, in milliseconds
 */
function createRow({ name, start, duration }, end) {
  const stage = create("th", "timings__stage", name);
  stage.scope = "row";
  const bar = create("span", "timings__bar");
  bar.style.marginLeft = `${(100 * start) / end}%`;
  bar.style.width = `${(100 * duration) / end}%`;
  const track = create("td", "timings__track", bar);
  const from = create("td", "timings__figure", milliseconds(start));
  return create(
    "tr",
    "",
    stage,
    from,
    create("td", "timings__figure", milliseconds(duration)),
    track,
  );
}

/** @param {number} value */
export function milliseconds(value) {
  return `${Math.round(value)} ms`;
}
