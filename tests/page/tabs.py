"""Pages that a module's tests use one after another, and how they are put back in between."""

from contextlib import contextmanager
from pathlib import Path

from reading import RECORD, settle

FAILURES = Path(__file__).parent / "failures"
# What Playwright emulates where nobody says otherwise.
VIEWPORT = {"width": 1280, "height": 720}
MEDIA = {"color_scheme": "light", "reduced_motion": "no-preference"}
# What a test could leave behind for the next. A page whose pad was drawn on can redo, whatever is
# undone, until the next stroke.
STATE = """
() => {
  const find = (id) => document.querySelector(`[data-testid=${id}]`);
  const bars = [...document.querySelectorAll("[data-testid^=probability]")];
  return {
    stored: [...Object.keys(sessionStorage), ...Object.keys(localStorage)]
      .filter((key) => !["inkglass:starting", "inkglass:timings"].includes(key)),
    hash: location.hash,
    window: [innerWidth, innerHeight, scrollX, scrollY],
    media: ["(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)"]
      .map((query) => matchMedia(query).matches),
    globals: Object.keys(window).sort(),
    replaced: [Date.now, Math.random, setTimeout, navigator.clipboard.writeText].map(String),
    mode: document.querySelector("[name=mode]:checked").value,
    model: find("model").selectedIndex,
    off: ["undo", "clear", "replay", "save-png", "copy-link"].filter((id) => find(id).disabled),
    said: ["guess", "note", "true-label", "announcement", "pen-state"]
      .map((id) => find(id).textContent),
    bars: bars.map(({ dataset }) => dataset.value),
    boxes: document.querySelectorAll(".box").length,
    busy: document.querySelector(".reading").ariaBusy === "true",
    readings: readings.length,
  };
}
"""
# Choosing a mode or network, and undoing, do here what they do for a visitor.
PUT_BACK = """
() => {
  const find = (id) => document.querySelector(`[data-testid=${id}]`);
  history.replaceState(null, "", location.pathname);
  find("picture-clear")?.click();
  for (const mode of ["number", "digit"]) {
    find(`mode-${mode}`).click();
    if (find("replay").textContent === "Stop") find("replay").click();
    while (!find("undo").disabled) find("undo").click();
  }
  if (find("model").selectedIndex !== 0) {
    find("model").selectedIndex = 0;
    find("model").dispatchEvent(new Event("change"));
  }
  document.activeElement?.blur();
  scrollTo(0, 0);
}
"""
FORGET = """
() => {
  for (const id of ["announcement", "pen-state"])
    document.querySelector(`[data-testid=${id}]`).textContent = "";
  sessionStorage.clear();
  localStorage.clear();
  readings.length = 0;
}
"""


class Tab:
    """A page in a profile of its own; another takes its place after a test that failed."""

    def __init__(self, browser, options, script=""):
        self._browser = browser
        self._options = {"service_workers": "block", "viewport": VIEWPORT, **options}
        self._script = script
        self._page = None
        self._as_new = None
        self._log = []

    @contextmanager
    def lent(self, node, open_, put_back):
        """Lend a test the page, that `open_` makes what it is, and `put_back` makes so again."""
        page = self._put_back(put_back) or self._open(open_)
        self._log.clear()
        try:
            yield page
        finally:
            if node.has_failed and not page.is_closed():
                keep(page, self._log, f"{node.name}-tab")
            if node.has_failed or page.is_closed():
                self.close()

    def close(self):
        """Close the page, so that the next test gets another."""
        if self._page:
            self._page.context.close()
        self._page = None

    def _open(self, open_):
        self.close()
        self._page = self._browser.new_context(**self._options).new_page()
        self._page.add_init_script(RECORD + self._script)
        record(self._page, self._log)
        open_(self._page)
        self._as_new = self._page.evaluate(STATE)
        return self._page

    def _put_back(self, put_back):
        """Return the page as it was when it was new, or None if it cannot be had like that."""
        page = self._page
        if not page:
            return None
        for other in page.context.pages:
            if other != page:
                other.close()
        page.mouse.up()
        page.mouse.move(0, 0)
        page.emulate_media(**MEDIA)
        page.set_viewport_size(self._options["viewport"])
        put_back(page)
        return page if page.evaluate(STATE) == self._as_new else None


def put_back_ready(page):
    """Make the pads blank and choose what was chosen at first."""
    page.evaluate(PUT_BACK)
    settle(page, lambda: page.evaluate("document.querySelector('.reading').ariaBusy") != "true")
    page.evaluate(FORGET)


def record(page, log):
    """Note in `log` what the page's console says."""
    page.on("console", lambda message: log.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: log.append(f"uncaught: {error}"))


def keep(page, log, name):
    """Keep a screenshot and the console of a failed test."""
    FAILURES.mkdir(exist_ok=True)
    name = "".join(c if c.isalnum() or c in "-_." else "_" for c in name)
    page.screenshot(path=FAILURES / f"{name}.png", full_page=True)
    (FAILURES / f"{name}.log").write_text("\n".join(log) + "\n", encoding="utf-8")
