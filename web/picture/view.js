import { create, createButton } from "../shared/elements.js";
import { hasCamera, INSECURE } from "./camera.js";

/**
 * @import { Image } from "./decode-image.js"
 * @typedef {"empty" | "picture" | "camera"} State what the sheet holds
 * @typedef {object} Listeners
 * @property {(file: File) => void} onFile a picture was chosen
 * @property {() => void} onCamera
 * @property {() => void} onTake
 * @property {() => void} onCancel the camera
 * @property {() => void} onCopy
 * @property {() => void} onClear
 */

const INVITATION =
  "A photo or a screenshot that has digits in it. You can drop or paste one, too, anywhere on this page.";
/** What has the focus in each state if what had it is gone. */
const FIRST = { empty: ".picture-file", picture: ".picture-another", camera: ".picture-take" };

/**
 * Picture mode's side of the page: the sheet that holds the picture, and what is done with it.
 * Its `data-state` says what it holds; the style sheet shows what belongs to that.
 *
 * @param {HTMLElement} view
 * @param {Listeners} listeners
 */
export function createPictureView(view, listeners) {
  const input = createFileInput(listeners.onFile);
  const image = create("canvas", "picture-image");
  image.setAttribute("role", "img");
  image.ariaLabel = "The picture";
  const boxes = create("ol", "boxes");
  boxes.ariaLabel = "Digits found in the picture";
  const fit = create("div", "picture-fit", image, boxes);
  const video = create("video", "picture-video");
  Object.assign(video, { muted: true, playsInline: true, ariaLabel: "What the camera sees" });
  const stage = create("p", "picture-stage");
  stage.setAttribute("role", "status");
  const problem = create("p", "picture-problem");
  problem.setAttribute("role", "alert");
  problem.dataset.testid = "picture-problem";
  const sheet = create("div", "picture-sheet", createEmpty(input, listeners));
  sheet.append(fit, video, stage, problem);
  const { tools, take, copy } = createPictureTools(listeners, () => input.click());
  view.replaceChildren(sheet, ...tools);

  /** @param {State} state */
  function show(state) {
    const hadFocus = view.contains(document.activeElement);
    view.dataset.state = state;
    const isGone = document.activeElement?.checkVisibility({ visibilityProperty: true }) === false;
    if (!hadFocus || !isGone) return;
    /** @type {HTMLElement | null} */ (view.querySelector(FIRST[state]))?.focus();
  }

  show("empty");
  return {
    boxes,
    video,
    show,

    /** @param {Image} picture */
    showPicture({ pixels, width, height }) {
      Object.assign(image, { width, height });
      const data = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
      image.getContext("2d")?.putImageData(data, 0, 0);
      fit.style.setProperty("--ratio", String(width / height));
      show("picture");
    },

    /** @param {string} text what is being done; "" if nothing is */
    showStage(text) {
      if (stage.textContent !== text) stage.textContent = text;
    },

    /** @param {string} sentence "" if all is well */
    showProblem(sentence) {
      problem.textContent = sentence;
    },

    /** @param {boolean} isReady whether the camera has something to take */
    showReady(isReady) {
      take.disabled = !isReady;
    },

    /** @param {boolean} hasText whether there is something to copy */
    showText(hasText) {
      copy.disabled = !hasText;
    },
  };
}

/** @param {(file: File) => void} onFile */
function createFileInput(onFile) {
  const input = create("input", "picture-file visually-hidden");
  Object.assign(input, { type: "file", accept: "image/*", id: "picture-file" });
  input.dataset.testid = "picture-file";
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = ""; // so that the same one can be chosen again
    if (file) onFile(file);
  });
  return input;
}

/**
 * @param {HTMLInputElement} input
 * @param {Listeners} listeners
 */
function createEmpty(input, { onCamera }) {
  const label = create("label", "button button--accent picture-choose", "Choose a picture");
  label.htmlFor = input.id;
  const ways = create("div", "picture-ways", input, label);
  if (hasCamera()) ways.append(createButton("Use the camera", "picture-camera", onCamera));
  const title = create("p", "picture-title", "Show a picture");
  const empty = create("div", "picture-empty", title, create("p", "", INVITATION), ways);
  if (!isSecureContext) empty.append(create("p", "", INSECURE));
  return empty;
}

/**
 * @param {Listeners} listeners
 * @param {() => void} onAnother
 */
function createPictureTools({ onCamera, onTake, onCancel, onCopy, onClear }, onAnother) {
  const another = createButton("Choose another", "picture-another", onAnother);
  another.classList.add("picture-another");
  const clear = createButton("Clear", "picture-clear", onClear);
  clear.classList.add("button--last");
  const ofPicture = create("div", "tools picture-tools", another, clear);
  if (hasCamera()) another.after(createButton("Camera", "picture-camera-again", onCamera));

  const take = createButton("Take picture", "picture-take", onTake);
  take.classList.add("button--accent", "picture-take");
  const cancel = createButton("Cancel", "picture-cancel", onCancel);
  const ofCamera = create("div", "tools camera-tools", take, cancel);

  const copy = createButton("Copy text", "picture-copy", onCopy);
  copy.className = "command";
  const commands = create("div", "commands picture-commands", copy);
  return { tools: [ofPicture, ofCamera, commands], take, copy };
}
