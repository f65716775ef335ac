/** Picture mode: from a picture by file, drop, paste or camera to what is read in it. */

import { digitAt, leastSure } from "../reading/found-digits.js";
import { siteUrl } from "../shared/site-url.js";
import { createPictureAnswer, spokenPicture } from "./answer.js";
import { createPictureBoxes } from "./boxes.js";
import { createCamera } from "./camera.js";
import { pixelsOf } from "./decode-image.js";
import { HEADER_BYTES, readImageHeader } from "./image-header.js";
import { ImageProblem } from "./image-problem.js";
import { createImageOpener } from "./open-image.js";
import { createPictureView } from "./view.js";

/**
 * @import { Image } from "./decode-image.js"
 * @import { Box, PictureReading } from "../shared/protocol.js"
 * @import { Picture } from "../reading/reader.js"
 * @typedef {object} Page what picture mode shares with the others
 * @property {HTMLElement} view
 * @property {HTMLElement} guess
 * @property {HTMLElement} certainty
 * @property {ReturnType<typeof import("../reading/bars.js").createBars>} bars
 * @property {ReturnType<typeof import("../reading/network-input.js").createNetworkInput>} showNetworkInput
 * @property {import("../shared/note.js").Note} note
 * @property {(step: string) => void} showStep
 * @property {() => void} showWaiting there is a picture, and no answer yet
 * @property {() => boolean} isChosen whether the page is in picture mode
 * @property {() => void} choose goes to picture mode
 * @property {(picture: Picture | null) => void} read has a picture read; null for none
 */

const OUT_OF_SIGHT = "The camera was let go while it was out of sight.";
const NO_PICTURE = "That is no picture. Drop or paste a JPEG, PNG, WebP or GIF file.";
const UNEXPECTED = "This picture could not be opened. Take a screenshot of it, or choose another.";

/** @param {Page} page */
export async function createPictureMode(page) {
  await loadStyles();
  const opener = createImageOpener();
  const view = createPictureView(page.view, {
    onFile: open,
    onCamera: openCamera,
    onTake: takeFromCamera,
    onCancel: closeCamera,
    onCopy: copy,
    onClear: clear,
  });
  const camera = createCamera(view.video, (problem) => {
    closeCamera();
    view.showProblem(problem);
  });
  const answer = createPictureAnswer(page.guess, page.certainty);
  const boxes = createPictureBoxes(view.boxes, select);
  /** @type {Picture | null} */
  let picture = null;
  /** @type {PictureReading | null} of the picture */
  let reading = null;
  /** @type {Box | null} of the digit that was chosen */
  let chosen = null;
  let opening = 0;
  let isCameraOn = false;

  /** @param {Blob} file */
  async function open(file) {
    closeCamera();
    view.showProblem("");
    opening++;
    showStage();
    try {
      const image = await opener.open(file);
      opening--;
      if (image) showImage(image);
    } catch (error) {
      opening--;
      reportError(error);
    }
    showStage();
  }

  /** @param {Image} image */
  function showImage(image) {
    picture = { surface: "picture", ...image };
    reading = null;
    chosen = null;
    view.showPicture(image);
    boxes.show([], image, -1);
    if (page.isChosen()) readPicture();
  }

  /** Has the picture read, and shows until then what was read in it before. */
  function readPicture() {
    page.read(picture);
    if (reading) showDigits();
    else if (picture) page.showWaiting();
    showStage();
  }

  function showStage() {
    const step = opening > 0 ? "Opening the picture" : "";
    if (step && page.isChosen()) page.showStep(step);
    view.showText(Boolean(reading?.digits.length));
    view.showStage(step || (picture && !reading ? "Finding digits" : ""));
  }

  /** @param {unknown} error */
  function reportError(error) {
    if (!(error instanceof ImageProblem)) console.error(error);
    view.showProblem(error instanceof ImageProblem ? error.message : UNEXPECTED);
    page.showStep("Ready");
  }

  function showDigits() {
    if (!reading) return;
    const { digits, labels } = reading;
    if (digits.length === 0) answer.showNone();
    const again = chosen ? digitAt(digits, chosen) : -1;
    const selected = again >= 0 ? again : leastSure(digits);
    boxes.show(digits, reading, selected);
    if (digits.length === 0) return;
    answer.show(reading, selected);
    page.bars.show(labels, digits[selected].probabilities);
    page.showNetworkInput(digits[selected].networkInput);
  }

  /** @param {number} index */
  function select(index) {
    chosen = reading?.digits[index].box ?? null;
    showDigits();
  }

  function clear() {
    opener.stop();
    picture = null;
    reading = null;
    boxes.show([], { width: 1, height: 1 }, -1);
    view.showProblem("");
    view.show("empty");
    readPicture();
  }

  async function copy() {
    try {
      await navigator.clipboard.writeText(reading?.lines.join("\n") ?? "");
      page.note.say("Text copied");
    } catch {
      page.note.say("The clipboard was refused: select the text and copy it by hand.");
    }
  }

  async function openCamera() {
    opener.stop();
    view.showProblem("");
    view.showReady(false);
    isCameraOn = true;
    view.show("camera");
    try {
      view.showReady(await camera.open());
    } catch (error) {
      closeCamera();
      reportError(error);
    }
  }

  function closeCamera() {
    camera.close();
    if (!isCameraOn) return;
    isCameraOn = false;
    view.show(picture ? "picture" : "empty");
  }

  function takeFromCamera() {
    const { videoWidth: width, videoHeight: height } = view.video;
    try {
      showImage(pixelsOf(view.video, { width, height }));
    } catch (error) {
      reportError(error);
    }
    closeCamera();
  }

  function losesSight() {
    if (!isCameraOn) return;
    closeCamera();
    view.showProblem(OUT_OF_SIGHT);
  }

  document.addEventListener("visibilitychange", () => document.hidden && losesSight());
  addEventListener("pagehide", closeCamera);
  addEventListener("hashchange", losesSight); // to the doctor

  return {
    enter: readPicture,
    leave: closeCamera,

    /**
     * A file was dropped or pasted, in whatever mode.
     *
     * @param {File} file
     */
    async receive(file) {
      if (!page.isChosen() && !(await mayBePicture(file))) return page.note.say(NO_PICTURE);
      page.choose();
      await open(file);
    },

    receiveOther() {
      if (page.isChosen()) view.showProblem(NO_PICTURE);
      else page.note.say(NO_PICTURE);
    },

    /**
     * @param {PictureReading} latest of the picture
     * @returns {string} what a screen reader says of it
     */
    show(latest) {
      const isFailure = latest.failure !== null;
      reading = latest;
      showStage();
      showDigits();
      if (isFailure) view.showProblem(`This picture could not be read. ${latest.failure}`);
      return isFailure ? "" : spokenPicture(latest);
    },
  };
}

/** @param {File} file */
async function mayBePicture(file) {
  if (file.type.startsWith("image/")) return true;
  try {
    const bytes = new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer());
    const { type } = readImageHeader(bytes);
    return type !== null && type !== "text";
  } catch {
    return false; // a folder, say
  }
}

/** @returns {Promise<void>} */
function loadStyles() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = siteUrl("picture-mode.css");
  return new Promise((resolve, reject) => {
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      reject(new Error("picture-mode.css could not be loaded."));
    };
    document.head.append(link);
  });
}
