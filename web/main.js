import { oncePerFrame } from "./drawing/frame.js";
import { keepDrawing, keptDrawing } from "./drawing/keep.js";
import { trackKeys } from "./drawing/keys.js";
import { createPad } from "./drawing/pad.js";
import { createRaster } from "./drawing/raster.js";
import { createReplay } from "./drawing/replay.js";
import { addShortcuts } from "./drawing/shortcuts.js";
import { SURFACES } from "./drawing/surface.js";
import { createTestDigits } from "./drawing/test-digits.js";
import { createTools } from "./drawing/tools.js";
import { giveSnapshot } from "./launch/give-snapshot.js";
import { prepareNextVisit } from "./launch/next-visit.js";
import { createModes } from "./modes.js";
import { createNumberAnswer, spokenNumber } from "./number/answer.js";
import { createNumberReading } from "./number/reading.js";
import { takeUpdate } from "./offline/offline.js";
import { createOfflineNote } from "./offline/offline-note.js";
import { createPictures } from "./picture/door.js";
import { createAnnouncer } from "./reading/announcer.js";
import { createAnswer, spoken } from "./reading/answer.js";
import { createBars } from "./reading/bars.js";
import { createBoxes } from "./reading/boxes.js";
import { createModelChoice } from "./reading/model-choice.js";
import { createNetworkInput } from "./reading/network-input.js";
import { createReader } from "./reading/reader.js";
import { createStatus } from "./reading/status.js";
import { createSteadyAnswer } from "./reading/steady-answer.js";
import { byClass, byTestId } from "./shared/elements.js";
import { createNote } from "./shared/note.js";
import { createLink } from "./sharing/link.js";
import { createSavePng } from "./sharing/save-png.js";

/**
 * @import { Mode } from "./modes.js"
 * @import { NumberReading, PictureReading, Reading } from "./shared/protocol.js"
 * @import { Answer, Status, Subject } from "./reading/reader.js"
 *
 * After each reading the pad dispatches a bubbling "inkglass:reading" event, for those who automate
 * the page. Its detail holds what was read, `pixels`, `width` and `height`, and what the network
 * made of it, `probabilities` and `networkInput`, or of a number or picture `digits`, which have those. The
 * reading's section is `aria-busy` while it shows an older drawing than the pad does, or an older
 * answer: with the pen down a digit that is read has to hold for a moment before it is shown.
 */

const DIGITS = [..."0123456789"];
const NOTHING_FOUND = "No digit found";

const canvas = byTestId("pad", HTMLCanvasElement);
const sheet = byClass("sheet");
const readingView = byClass("reading");
const guess = byTestId("guess", HTMLElement);
const certainty = byClass("answer__certainty");
const answer = createAnswer(guess, certainty);
const bars = createBars(byClass("bars"));
const showNetworkInput = createNetworkInput(byTestId("network-input", HTMLCanvasElement));
const numberReading = createNumberReading({
  answer: createNumberAnswer(guess, certainty, (index) => numberReading.select(index)),
  boxes: createBoxes(byClass("boxes")),
  bars,
  showNetworkInput,
});
const announcement = byTestId("announcement", HTMLElement);
const announce = createAnnouncer(announcement);
const status = createStatus(byTestId("status", HTMLElement), () => reader.retry());
const showOffline = createOfflineNote(byTestId("offline", HTMLElement), takeUpdate);
const raster = createRaster();
const modes = createModes(byClass("modes"), onMode);
const pad = createPad(canvas, surfaceOf(modes.mode()), onDrawing, keptDrawing);
const keys = trackKeys(canvas, byClass("cursor"), pad.surface, pad.pen, (state) => {
  byTestId("pen-state", HTMLElement).textContent = state;
});
const tools = createTools(
  {
    undo: byTestId("undo", HTMLButtonElement),
    redo: byTestId("redo", HTMLButtonElement),
    clear: byTestId("clear", HTMLButtonElement),
  },
  pad,
);
const note = createNote(byTestId("note", HTMLElement), byTestId("link", HTMLInputElement));
const link = createLink(
  byTestId("copy-link", HTMLButtonElement),
  note,
  pad,
  () => !isPictureMode(),
  ({ name }) => modes.choose(name),
);
const savePng = createSavePng(byTestId("save-png", HTMLButtonElement), pad, guess);
const testDigits = createTestDigits(
  byTestId("random-digit", HTMLButtonElement),
  byTestId("true-label", HTMLElement),
  note,
  pad,
);
const replay = createReplay(byTestId("replay", HTMLButtonElement), pad);
const pictures = createPictures({
  view: byTestId("picture", HTMLElement),
  guess,
  certainty,
  bars,
  showNetworkInput,
  note,
  showStep: status.showStep,
  showWaiting: answer.showWaiting,
  isChosen: isPictureMode,
  choose: choosePicture,
  read: readSubject,
});
const steady = createSteadyAnswer(pad.isDrawing);
/** @type {string | null} what was read of the drawing on the pad, or of the picture, in words */
let latest = null;

nameSurface();
showBlank();
let isPreparing = false;
let wasReplaying = false;
const reader = createReader({ onStatus: showStatus, onReading: showReading });
createModelChoice(byTestId("model", HTMLSelectElement), reader.models, reader.chooseModel);
addShortcuts(pad, () => canvas.clientWidth > 0);
addEventListener("pagehide", keepWhatIsDrawn);
document.documentElement.dataset.page = "started"; // for guard.js
giveSnapshot();

/** @type {Subject | null | undefined} what was last given to read; undefined before the next is */
let shown;
const readWithNextFrame = oncePerFrame(() => {
  if (!isPictureMode()) readSubject(raster(pad.marks(), pad.surface()));
});
if (isPictureMode()) pictures.enter();
else if (pad.marks().length > 0) onDrawing();
link.open();
addEventListener("hashchange", link.open);

/** @param {Mode} mode */
function onMode(mode) {
  readSubject(null); // what was read in the other mode is not shown in this one
  pictures.leave();
  pad.turnTo(surfaceOf(mode));
  nameSurface();
  if (mode === "picture") pictures.enter();
}

/** @param {Mode} mode */
function surfaceOf(mode) {
  return SURFACES[mode === "picture" ? "digit" : mode];
}

function isPictureMode() {
  return modes.mode() === "picture";
}

/** Goes to picture mode, also from the doctor's view. */
function choosePicture() {
  if (location.hash === "#doctor") location.hash = "#draw";
  modes.choose("picture");
}

/** @param {Subject | null} subject to be read; null is a blank pad, or no picture */
function readSubject(subject) {
  if (isPictureMode()) announcement.textContent = ""; // the next is told, also if it reads the same
  shown = subject;
  reader.show(subject);
}

function nameSurface() {
  const { name } = pad.surface();
  byClass("hint").textContent = `Draw a ${name}`;
  canvas.ariaLabel = `Drawing pad: draw a ${name} with mouse, finger, pen or keys`;
}

function keepWhatIsDrawn() {
  keepDrawing(pad.surface().name, pad.drawing());
}

/** The pad has changed: what is drawn by the next frame is read. */
function onDrawing() {
  const hasInk = pad.marks().length > 0;
  sheet.classList.toggle("sheet--inked", hasInk);
  tools.update();
  keys.update();
  replay.update();
  link.update();
  savePng.update();
  testDigits.update();
  if (!pad.isReplaying()) note.say("");
  else announcement.textContent = ""; // its end is told, whatever was said before
  if (!pad.isDrawing()) keepWhatIsDrawn();
  if (isPictureMode()) return;
  if (pad.isReplaying() && !wasReplaying) showBlank();
  wasReplaying = pad.isReplaying();
  if (hasInk && latest === null) answer.showWaiting();
  shown = undefined;
  settle();
  readWithNextFrame();
}

/** @param {Status} next */
function showStatus(next) {
  status.show(next);
  if (next.state === "loading" || isPreparing) return;
  isPreparing = true;
  prepareNextVisit(reader, pad.isDrawing, showOffline);
}

/**
 * @param {Answer} reading
 * @param {Subject | null} drawing
 */
function showReading(reading, drawing) {
  if ("lines" in reading && drawing !== shown) return; // a newer picture is there by now
  if (reading.blank) showBlank(drawing !== null);
  if ("lines" in reading) showPicture(reading);
  else if (reading.blank) return settle(drawing === shown);
  else if ("digits" in reading) showNumber(reading);
  else showDigit(reading, () => settle(drawing === shown));
  if (reading.blank || "digits" in reading) settle(drawing === shown);
  if (reading.blank) return;
  const detail = { ...drawing, ...reading };
  canvas.dispatchEvent(new CustomEvent("inkglass:reading", { bubbles: true, detail }));
}

/** @param {Reading} reading @param {() => void} onShown its answer may have to wait */
function showDigit(reading, onShown) {
  bars.show(reading.labels, reading.probabilities);
  showNetworkInput(reading.networkInput);
  status.showTiming(reading.milliseconds);
  steady.offer(reading, () => {
    answer.show(reading);
    latest = spoken(reading);
    onShown();
  });
}

/** @param {NumberReading} reading */
function showNumber(reading) {
  numberReading.show(reading);
  status.showTiming(reading.milliseconds);
  latest = spokenNumber(reading);
}

/** @param {PictureReading} reading */
function showPicture(reading) {
  latest = pictures.show(reading);
  status.showTiming(reading.milliseconds);
}

/** @param {boolean} hasInk a drawing may have ink, and no digit in it */
function showBlank(hasInk = false) {
  latest = hasInk ? NOTHING_FOUND : null;
  status.showStep("Ready"); // how long something took that is gone is no news
  steady.forget();
  numberReading.clear();
  if (hasInk) answer.showNone(NOTHING_FOUND);
  else answer.showBlank();
  bars.show(DIGITS, null);
  showNetworkInput(null);
}

/** Only the answer to what is on the pad, with the pen up, is worth saying aloud. */
function settle(isCurrent = false) {
  readingView.setAttribute("aria-busy", String(!isCurrent));
  announce(isCurrent && !pad.isDrawing() ? latest : null);
}
