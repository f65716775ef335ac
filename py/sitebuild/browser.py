"""A Chromium for tests and benches: one that is installed, else Playwright's, else Debian's."""

import os
import shutil
import subprocess
from collections.abc import Iterator

from sitebuild.environment import VENV_PYTHON
from sitebuild.steps import Failure, run, say

VARIABLE = "INKGLASS_CHROMIUM"
# Without windows, it takes a third less of the processor than the whole browser without a screen.
SHELL = "chromium-headless-shell"
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
ADVICE = f"Install Chromium or Chrome, or set {VARIABLE} to its path, and run this again."


def prepare() -> str:
    """Return the path of a whole browser that starts; get one if there is none."""
    return _prepared(NAMES, "chromium")


def prepare_shell() -> str:
    """Return the path of a browser that starts, the lightest there is; get one if there is none."""
    return _prepared((SHELL, *NAMES), SHELL)


def _prepared(names: tuple[str, ...], package: str) -> str:
    found = _first_that_starts(names)
    if found:
        return found
    say("Getting a Chromium for the page's tests …")
    for get in (_from_playwright, _from_debian):
        try:
            get(package)
        except Failure as failure:
            say(f"  {failure}")
        found = _first_that_starts(names)
        if found:
            return found
    raise Failure(f"No Chromium could be found or installed. {ADVICE}")


def _first_that_starts(names: tuple[str, ...]) -> str | None:
    return next((path for path in _installed(names) if _starts(path)), None)


def _installed(names: tuple[str, ...]) -> Iterator[str]:
    if os.environ.get(VARIABLE):
        yield os.environ[VARIABLE]
    yield from filter(None, map(shutil.which, names))
    yield MAC
    yield _playwright_path()


def _playwright_path() -> str:
    script = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: print(p.chromium.executable_path)"
    )
    done = subprocess.run([VENV_PYTHON, "-c", script], capture_output=True, text=True)
    return done.stdout.strip() or "chromium"


def _starts(path: str) -> bool:
    command = [path, "--headless", "--no-sandbox", "--version"]
    try:
        return subprocess.run(command, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _from_playwright(_: str) -> None:
    run(
        "playwright install",
        [VENV_PYTHON, "-m", "playwright", "install", "chromium"],
        "Trying the system's packages.",
    )


def _from_debian(package: str) -> None:
    if not shutil.which("apt-get"):
        raise Failure("There is no apt-get here.")
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get update", [*prefix, "apt-get", "update"], ADVICE, env=environment)
    run(
        f"apt-get install {package}",
        [*prefix, "apt-get", "install", "-y", package],
        ADVICE,
        env=environment,
    )
