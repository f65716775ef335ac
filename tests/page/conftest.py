"""The site, a server for it, and a browser to look at it."""

import os
import sys
from pathlib import Path

import pytest
from picture_files import paper
from playwright.sync_api import expect, sync_playwright
from reading import RECORD, wait_until_ready
from site_server import SiteServer

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "py"), str(ROOT / "tests")]
FAILURES = Path(__file__).parent / "failures"
expect.set_options(timeout=60_000)  # for a machine that is busy with other things, too


def pytest_addoption(parser):
    parser.addoption("--site", type=Path, default=ROOT / "dist", help="the built site to test")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.has_failed = report.failed
    return report


@pytest.fixture(scope="session")
def site_folder(request):
    folder = request.config.getoption("site").resolve()
    if not (folder / "index.html").is_file():
        pytest.exit(f"There is no site in {folder}: build it with python3 build.py site", 2)
    return folder


@pytest.fixture(scope="session")
def models_folder():
    return ROOT / "web" / "models"


@pytest.fixture(scope="session")
def browser():
    arguments = ["--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    # Else each window has a second renderer, for suggestions in an address bar that nobody sees.
    arguments.append("--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup")
    # A camera that shows a picture of Chromium's own, without a question to the user.
    arguments += ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    # Chromium refuses to sandbox what root runs.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        path = os.environ.get("INKGLASS_CHROMIUM")
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def server(site_folder):
    with SiteServer(site_folder).running() as server:
        yield server


@pytest.fixture
def new_page(browser, request):
    """Return a function that opens an empty page in a profile of its own."""
    opened = []

    def new_page(**options):
        page = browser.new_context(**options).new_page()
        page.add_init_script(RECORD)
        log = []
        page.on("console", lambda message: log.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: log.append(f"uncaught: {error}"))
        opened.append((page, log))
        return page

    yield new_page
    for i, (page, log) in enumerate(opened):
        if getattr(request.node, "has_failed", False) and not page.is_closed():
            _keep(page, log, f"{request.node.name}-{i}")
        page.context.close()


@pytest.fixture
def page(new_page, server):
    """Return a page that has just been opened."""
    page = new_page()
    page.goto(server.url)
    return page


@pytest.fixture
def ready_page(page):
    """Return a page whose Python runs."""
    wait_until_ready(page)
    return page


@pytest.fixture
def picture_page(new_page, server):
    """Return a page in picture mode."""
    page = new_page(viewport={"width": 1280, "height": 1000})
    page.goto(server.url)
    page.get_by_test_id("mode-picture").check()
    expect(page.get_by_test_id("picture-file")).to_be_attached()
    return page


@pytest.fixture(scope="session")
def year():
    """Return a photograph of 2026 on paper."""
    return paper(["2026"])


def _keep(page, log, name):
    """Keep a screenshot and the console of a failed test."""
    FAILURES.mkdir(exist_ok=True)
    name = "".join(c if c.isalnum() or c in "-_." else "_" for c in name)
    page.screenshot(path=FAILURES / f"{name}.png", full_page=True)
    (FAILURES / f"{name}.log").write_text("\n".join(log) + "\n", encoding="utf-8")
