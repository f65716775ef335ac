/** Shows an answer: the digit, large, and the ten probabilities. */
const DIGITS = 10;

/** @param {ArrayLike<number>} probabilities of the digits, and of what a network knows besides */
export function show(probabilities) {
  const list = Array.from(probabilities).slice(0, DIGITS);
  const rows = list.map((probability, digit) => {
    const row = document.createElement("li");
    row.textContent = `${digit}: ${(100 * probability).toFixed(1)}%`;
    return row;
  });
  document.querySelector("ol").replaceChildren(...rows);
  const best = list.indexOf(Math.max(...list));
  document.querySelector("[data-testid=guess]").textContent = String(best);
}
