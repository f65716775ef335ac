/** Taking a snapshot of a Python that was started as the page starts it. */
import { startAsPage } from "./page_python.mjs";
import { differing, filled, pack } from "./snapshot_format.mjs";

/**
 * Returns a snapshot in the format of `web/runtime/snapshot.js`. `started` is what `startAsPage` resolves to
 * for `settings` with `makesSnapshot`; `notes` are put into the header.
 */
export async function takeSnapshot({ pyodide, emscripten }, settings, notes) {
  const taken = pyodide.makeMemorySnapshot();
  const touched = await touchedByStart(settings, pack(taken, emscripten, notes, []));
  return pack(taken, emscripten, notes, touched);
}

/** Starts Python from a snapshot, as far as to where it would restore memory, and looks at that. */
async function touchedByStart(settings, packed) {
  const { memory, image } = filled(packed);
  const enough = new Error("seen");
  let touched;
  Object.defineProperty(image.header, "config", {
    get() {
      touched = differing(memory, packed);
      throw enough;
    },
  });
  try {
    await startAsPage({ ...settings, snapshot: { memory, image } });
  } catch (error) {
    if (error !== enough) throw error;
  }
  return touched;
}
