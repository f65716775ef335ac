/**
 * @import { Status } from "./reader.js"
 */

const MEGABYTE = 1e6;

/**
 * The line that says what is going on: a stage of loading with its bytes, that all is ready, or
 * what failed and what to do.
 *
 * @param {HTMLElement} element holds the text, the progress and the button to retry
 * @param {() => void} onRetry
 */
export function createStatus(element, onRetry) {
  const text = /** @type {HTMLElement} */ (element.querySelector(".status__text"));
  const progress = /** @type {HTMLProgressElement} */ (element.querySelector("progress"));
  const retry = /** @type {HTMLButtonElement} */ (element.querySelector("button"));
  retry.addEventListener("click", onRetry);

  return {
    /** @param {Status} status */
    show(status) {
      element.dataset.state = status.state;
      // An error interrupts a screen reader; progress does not.
      text.setAttribute("role", status.state === "error" ? "alert" : "none");
      setText(text, sentence(status));
      showProgress(progress, status);
    },

    /** @param {string} step of what takes a while */
    showStep(step) {
      if (element.dataset.state === "ready") setText(text, step);
    },

    /** @param {number} milliseconds the time of one reading */
    showTiming(milliseconds) {
      if (element.dataset.state === "ready") setText(text, `Read in ${duration(milliseconds)}`);
    },
  };
}

/**
 * "Fetching Python · 3.2 of 6.4 MB"
 *
 * @param {Status} status
 */
export function sentence({ state, stage, loaded, total, message }) {
  if (state === "error") return message ?? stage;
  if (!total) return stage;
  return `${stage} · ${megabytes(loaded ?? 0)} of ${megabytes(total)} MB`;
}

/** @param {number} milliseconds */
function duration(milliseconds) {
  const isLong = milliseconds >= 1000;
  return isLong ? `${(milliseconds / 1000).toFixed(1)} s` : `${milliseconds.toFixed(1)} ms`;
}

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / MEGABYTE).toFixed(1);
}

/**
 * @param {HTMLProgressElement} progress
 * @param {Status} status
 */
function showProgress(progress, { loaded, total }) {
  if (total) {
    progress.max = total;
    progress.value = loaded ?? 0;
  } else {
    progress.removeAttribute("value");
  }
}

/**
 * Leave an unchanged text alone, so that an alert is not said twice.
 *
 * @param {HTMLElement} element
 * @param {string} value
 */
function setText(element, value) {
  if (element.textContent !== value) element.textContent = value;
}
