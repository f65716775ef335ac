// drawing/: the pad, from pointer events to strokes, their history, and grey pixels to read.

/**
 * Returns a function that has `callback` called with the next frame, once however often it is asked.
 *
 * @param {() => void} callback
 */
export function oncePerFrame(callback) {
  let isRequested = false;
  return function request() {
    if (isRequested) return;
    isRequested = true;
    requestAnimationFrame(() => {
      isRequested = false;
      callback();
    });
  };
}
