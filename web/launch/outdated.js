/** A deployment in the midst of a visit takes away the files of the version that is open. */
import { fetchOptions } from "../shared/fetch-options.js";
import { VERSION } from "../shared/files.js";
import { siteUrl } from "../shared/site-url.js";

const KEY = "inkglass:reloaded";

/**
 * Begins anew with the version that has been published meanwhile, if that is why a file is missing;
 * never twice from the same version, lest it go round in circles.
 */
export async function reloadIfOutdated() {
  try {
    const page = await fetch(siteUrl("../index.html"), fetchOptions("no-store"));
    if (!page.ok || (await page.text()).includes(VERSION)) return;
    if (sessionStorage.getItem(KEY) === VERSION) return;
    sessionStorage.setItem(KEY, VERSION);
    location.reload();
  } catch {
    // No network, or nothing can be remembered: the failure that was shown stands.
  }
}
