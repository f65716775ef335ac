/** Picture mode's door: what it takes is fetched when it is first used. */

import { siteUrl } from "../shared/site-url.js";
import { watchArrivals } from "./arrivals.js";

/** @import { Page } from "./mode.js" */
/** @import { PictureReading } from "../shared/protocol.js" */

const NOT_FETCHED =
  "What picture mode takes could not be fetched. Check the connection, then try again.";

/** @param {Page} page */
export function createPictures(page) {
  /** @type {Awaited<ReturnType<typeof import("./mode.js").createPictureMode>> | undefined} */
  let mode;
  /** @type {Promise<void> | undefined} */
  let fetching;
  let tries = 0;

  /** A module that could not be had is not asked for again by the same address. */
  async function fetchMode() {
    const again = tries++ > 0 ? `?again=${tries}` : "";
    /** @type {typeof import("./mode.js")} */
    const { createPictureMode } = await import(siteUrl(`picture-mode.js${again}`));
    mode = await createPictureMode(page);
  }

  async function load() {
    fetching ??= fetchMode();
    try {
      await fetching;
    } catch (error) {
      fetching = undefined;
      console.warn(error);
      page.note.say(NOT_FETCHED);
    }
    return mode;
  }

  watchArrivals({
    onDrag: load,
    onFile: async (file) => (await load())?.receive(file),
    onOther: async () => (await load())?.receiveOther(),
  });

  return {
    async enter() {
      const loaded = await load();
      if (page.isChosen()) loaded?.enter();
    },

    leave: () => mode?.leave(),

    /**
     * @param {PictureReading} reading of the picture
     * @returns {string} what a screen reader says of it
     */
    show: (reading) => mode?.show(reading) ?? "",
  };
}
