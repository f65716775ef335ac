"""A browser for one visit: a new process on a profile that may have been here before."""

import json
import os
import shutil
import time
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error

from bench.processes import Browser

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
ANSWERED = "bench: answered"
ANSWER_LIMIT = 120_000  # ms
PATH = [(80, 75), (110, 74), (140, 73), (170, 72), (195, 70), (180, 105), (165, 140), (155, 175)]
DIGIT = "7"
# As `web/drawing/pad.js` keeps a drawing: strokes of points in units of the pad, which is 280 wide.
SEVEN = [[{"x": x, "y": y, "width": 20} for x, y in [*PATH, (145, 210)]]]
ARGUMENTS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]


class NoAnswerError(Exception):
    """A page that showed no answer; the text says what it said instead."""


@contextmanager
def opened(playwright, profile):
    """Start a browser on a profile, and let it come to rest.

    Gives the blank page that it opens with, and its processes.
    """
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=os.environ.get("INKGLASS_CHROMIUM"),
        # Chromium refuses to sandbox what root runs.
        args=[*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])],
    )
    script = PROBE.replace("STROKES", json.dumps(json.dumps(SEVEN)))
    context.add_init_script(script.replace("ANSWERED", json.dumps(ANSWERED)))
    try:
        processes = Browser.of(profile)
        processes.wait_until_quiet()
        yield context.pages[0], processes
    finally:
        context.close()


def visit(page, url, limit=ANSWER_LIMIT):
    """Open `url` and wait for the answer; return what the page's probe saw.

    Raises NoAnswerError where none comes within `limit` milliseconds.
    """
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        with page.expect_console_message(lambda message: message.text == ANSWERED, timeout=limit):
            page.goto(url, wait_until="commit")
    except Error as error:
        last = [line for line in said if line.strip()][-1:] or [error.message.splitlines()[0]]
        raise NoAnswerError(f"{url} showed no answer: {last[0][:300]}") from error
    return page.evaluate("benchSeen()")


def forget_http_cache(profile):
    """Empty the HTTP cache of a profile that no browser uses, and nothing else."""
    shutil.rmtree(profile / "Default" / "Cache", ignore_errors=True)


def settle(page, host, seconds, keeps_background):
    """Wait until a page has nothing more to do: nothing asked for, and `seconds` gone by.

    With `keeps_background`, wait for the page to say that its work in the background is done,
    too; return whether it did within half a minute.
    """
    started = time.monotonic()
    done = not keeps_background
    while (waited := time.monotonic() - started) < 30:
        if not done:
            done = page.evaluate("document.documentElement.dataset.background === 'done'")
        if done and waited >= seconds and host.idle_for() >= 1:
            return True
        page.wait_for_timeout(250)
    return done
