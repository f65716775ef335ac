// launch/: the page's side of a start: the first worker, and failures before main.js.

/** Takes away the mark that first-worker.js made: this start has come to its end. */
export function endAttempt() {
  try {
    localStorage.removeItem("inkglass:starting");
  } catch {
    // Nothing was remembered.
  }
}
