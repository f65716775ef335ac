/** The camera: asked for when it is opened, and let go with the last of its pictures. */
import { ImageProblem } from "./image-problem.js";

/** @type {MediaStreamConstraints} the camera on a phone's back, which sees what lies on a table */
const WISHES = {
  video: { facingMode: "environment", width: { ideal: 1600 }, height: { ideal: 1200 } },
};

const INSTEAD = "Or choose a picture instead.";
const NONE = `No camera was found. ${INSTEAD}`;
const BUSY = `The camera did not start: another program may be using it. Close that and try again. ${INSTEAD}`;

/** @type {Record<string, string>} by the names of the errors that getUserMedia gives */
const PROBLEMS = {
  NotAllowedError: `The camera was not allowed. Allow it for this page in the browser's settings. ${INSTEAD}`,
  NotFoundError: NONE,
  OverconstrainedError: NONE,
  NotReadableError: BUSY,
  AbortError: BUSY,
};

/** Where the page came without encryption, browsers have no camera for it. */
export const hasCamera = () => Boolean(navigator.mediaDevices?.getUserMedia);

export const INSECURE = "The camera can be used only where this page was fetched by https.";
export const LOST = `The camera was lost. ${INSTEAD}`;

/**
 * @param {HTMLVideoElement} video shows what the camera sees
 * @param {(problem: string) => void} onLost told when the camera goes away by itself
 */
export function createCamera(video, onLost) {
  /** @type {MediaStream | null} */
  let stream = null;
  /** Counts what was asked for: an answer that comes after its question was withdrawn is let go. */
  let wanted = 0;

  function close() {
    wanted++;
    if (stream) letGo(stream);
    stream = null;
    video.srcObject = null;
  }

  return {
    /**
     * Shows what the camera sees.
     *
     * @returns {Promise<boolean>} false if it was closed meanwhile
     * @throws {ImageProblem}
     */
    async open() {
      close();
      const mine = wanted;
      const opened = await ask();
      if (mine !== wanted) {
        letGo(opened);
        return false;
      }
      stream = opened;
      for (const track of opened.getTracks()) {
        track.addEventListener("ended", () => {
          close();
          onLost(LOST);
        });
      }
      video.srcObject = opened;
      return plays(video, () => mine === wanted);
    },

    close,
  };
}

/** @returns {Promise<MediaStream>} */
async function ask() {
  if (!hasCamera()) throw new ImageProblem(INSECURE);
  try {
    return await navigator.mediaDevices.getUserMedia(WISHES);
  } catch (error) {
    console.info(error);
    throw new ImageProblem(PROBLEMS[/** @type {DOMException} */ (error).name] ?? BUSY);
  }
}

/** @param {MediaStream} stream */
function letGo(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * @param {HTMLVideoElement} video
 * @param {() => boolean} isWanted
 */
async function plays(video, isWanted) {
  try {
    await video.play();
  } catch (error) {
    if (!isWanted()) return false; // it was closed before its first picture
    console.info(error);
    throw new ImageProblem(BUSY);
  }
  return isWanted();
}
