/** The doctor's findings as plain text, for whoever is asked for help. */
import { milliseconds } from "./timings.js";

/**
 * @param {object} findings
 * @param {{title: string, finding: import("./finding.js").Finding}[]} findings.checks
 * @param {import("./facts.js").Fact[]} findings.facts
 * @param {import("./timings.js").Timing[]} findings.timings
 */
export function reportText({ checks, facts, timings }) {
  const checkLines = checks.flatMap(({ title, finding: { state, text, details = [] } }) => [
    `${state.toUpperCase().padEnd(8)}${title}: ${text}`,
    ...details.map((detail) => `        - ${detail}`),
  ]);
  const timingLines = timings.map(
    ({ name, start, duration }) =>
      `${milliseconds(start).padStart(8)}  +${milliseconds(duration).padStart(8)}  ${name}`,
  );
  return [
    `Inkglass doctor, ${new Date().toISOString()}`,
    ...["", ...checkLines],
    ...["", ...facts.map(([name, value]) => `${name}: ${value}`)],
    ...["", "Last start", ...(timingLines.length > 0 ? timingLines : ["not measured"])],
    "",
  ].join("\n");
}
