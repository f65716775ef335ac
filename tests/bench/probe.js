/**
 * Put into a page before its own scripts: leaves a drawing there, and notes when the pad takes
 * strokes and when the answer to that drawing is shown. Times are milliseconds of navigation.
 */
((strokes, text) => {
  if (!location.protocol.startsWith("http") || window !== top) return;
  sessionStorage.setItem("inkglass:drawing", strokes);

  const seen = { answer: null, text: null, pad: null, reading: null, stages: [] };
  window.benchSeen = () => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    const marked = performance.getEntries().filter(({ name }) => name.startsWith("inkglass:"));
    return {
      ...seen,
      stages: [
        ...seen.stages,
        ...marked.map(({ name, startTime, duration }) => ({ name, start: startTime, duration })),
      ],
      paint: paint?.startTime ?? null,
      worker: performance.getEntriesByType("navigation")[0].workerStart > 0,
    };
  };

  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if (type === "pointerdown" && this instanceof HTMLCanvasElement) seen.pad ??= performance.now();
    return listen.call(this, type, ...rest);
  };
  listen.call(window, "inkglass:reading", ({ detail }) => {
    const { networkInput, probabilities } = detail;
    seen.reading ??= { input: Array.from(networkInput), probabilities: Array.from(probabilities) };
  });

  listen.call(document, "inkglass:timings", ({ detail }) => seen.stages.push(...detail));

  let guess = null;
  const observer = new MutationObserver(() => {
    if (!guess) {
      guess = document.querySelector("[data-testid=guess]");
      if (!guess) return;
      observer.disconnect();
      observer.observe(guess, { childList: true, characterData: true, subtree: true });
    }
    if (!guess.textContent) return;
    seen.answer = performance.now();
    seen.text = guess.textContent;
    observer.disconnect();
    console.log(text);
  });
  observer.observe(document, { childList: true, subtree: true });
})(STROKES, ANSWERED);
