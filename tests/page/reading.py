"""Questions to the page about what it shows."""

import pytest
from playwright.sync_api import expect

# A start fetches some megabytes and compiles them, on whatever machine this is.
START_LIMIT = 60_000

RECORD = """
window.readings = [];
window.counting = null;
addEventListener("inkglass:reading", ({ detail }) => window.readings.push(detail));
"""


def wait_until_ready(page):
    """Wait until Python runs."""
    expect(status(page)).to_have_attribute("data-state", "ready", timeout=START_LIMIT)


def wait_until_kept(page):
    """Wait until all is done that makes the next visit fast, as far as it can be done."""
    done = expect(page.locator("html"))
    done.to_have_attribute("data-background", "done", timeout=START_LIMIT)


def wait_until_failed(page):
    """Wait until the page says that it cannot go on; return what it says."""
    expect(status(page)).to_have_attribute("data-state", "error", timeout=START_LIMIT)
    return status(page).inner_text()


def wait_until_given_up(page):
    """Let minutes pass on the page's installed clock until it says that it waits no longer."""

    def has_given_up():
        # What was still under way when a minute passed has the page wait anew.
        page.clock.fast_forward("01:00")
        return status(page).get_attribute("data-state") == "error"

    settle(page, has_given_up)


def status(page):
    """Return the status line."""
    return page.get_by_test_id("status")


def settled_guess(page):
    """Return the answer once it is the one to all that is on the pad."""
    expect(page.get_by_role("region", name="Reading")).to_have_attribute("aria-busy", "false")
    return page.get_by_test_id("guess").inner_text()


def probabilities(page):
    """Return the ten probabilities as the bars show them."""
    return [
        float(page.get_by_test_id(f"probability-{digit}").get_attribute("data-value"))
        for digit in range(10)
    ]


def shown_network_input(page):
    """Return the 784 grey levels on the canvas that shows what the network sees."""
    return page.get_by_test_id("network-input").evaluate(
        """(canvas) => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, 28, 28);
          return Array.from({ length: 784 }, (_, i) => data[4 * i]);
        }"""
    )


def open_with(page, key, value):
    """Open the page again with something that is kept for this tab already."""
    # The page keeps what is drawn when it is left; this comes after that.
    page.evaluate(
        "(item) => addEventListener('pagehide', () => sessionStorage.setItem(...item))",
        [key, value],
    )
    page.reload()


def ink(page):
    """Return how many of the pad's pixels have ink."""
    return page.get_by_test_id("pad").evaluate(
        # The page holds the promise too: one that nobody holds can be collected before a frame.
        """(canvas) => (window.counting = new Promise((resolve) => {
          const count = () => {
            const { width, height, clientWidth } = canvas;
            // A page that has just been opened paints a frame or two later.
            const isPainted = width === Math.round(clientWidth * devicePixelRatio);
            if (clientWidth > 0 && !isPainted) return requestAnimationFrame(count);
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
            let counted = 0;
            for (let i = 3; i < data.length; i += 4) if (data[i] > 127) counted++;
            resolve(counted);
          };
          requestAnimationFrame(count);
        }))"""
    )


def wait_for(page, condition, argument=None):
    """Wait until a JavaScript expression, which may use `argument`, holds.

    Playwright's own `wait_for_function` evaluates text within the page, which its policy forbids.
    """
    page.evaluate(
        f"""async (argument) => {{
          const end = performance.now() + {START_LIMIT};
          while (!({condition})) {{
            if (performance.now() > end) throw new Error("it never held");
            await new Promise(requestAnimationFrame);
          }}
        }}""",
        argument,
    )


def settle(page, condition):
    """Wait until a condition holds that nothing tells of."""
    for _ in range(600):
        if condition():
            return
        page.wait_for_timeout(50)
    pytest.fail("what was waited for did not come")
