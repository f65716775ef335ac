"""The site, a server for it, and a browser to look at it."""

import os
import sys
from pathlib import Path

import pytest
from picture_files import encoded, paper
from playwright.sync_api import expect, sync_playwright
from reading import RECORD, wait_until_kept, wait_until_ready
from site_server import SiteServer, held
from tabs import Tab, keep, put_back_ready, record

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "py"), str(ROOT / "tests")]
# What Python does not start without.
PYTHON = ("worker.js", "python.snapshot")
expect.set_options(timeout=60_000)  # for a machine that is busy with other things, too


def pytest_addoption(parser):
    parser.addoption("--site", type=Path, default=ROOT / "dist", help="the built site to test")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.has_failed = report.failed or (call.when != "setup" and item.has_failed)
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
    # A third less to compute: nothing here runs long enough for the best of code to pay.
    arguments += ["--in-process-gpu", "--js-flags=--liftoff-only"]
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
        page = browser.new_context(**{"service_workers": "block"} | options).new_page()
        page.add_init_script(RECORD)
        log = []
        record(page, log)
        opened.append((page, log))
        return page

    yield new_page
    for i, (page, log) in enumerate(opened):
        if request.node.has_failed and not page.is_closed():
            keep(page, log, f"{request.node.name}-{i}")
        page.context.close()


@pytest.fixture(scope="module")
def context_options():
    """Return what is special of the profile that `page` and `ready_page` have in a module."""
    return {}


@pytest.fixture(scope="module")
def init_script():
    """Return what `page` and `ready_page` run in a module before they run anything else."""
    return ""


@pytest.fixture(scope="module")
def loading_tab(browser, context_options, init_script):
    tab = Tab(browser, context_options, init_script)
    yield tab
    tab.close()


@pytest.fixture
def slow_server(server):
    """Return a server whose answer with Python does not come, which takes no time."""
    server.faults.update(dict.fromkeys(PYTHON, held))
    return server


@pytest.fixture
def page(loading_tab, slow_server, request):
    """Return a page that has just been opened, and that Python does not come to.

    The page before it in this tab had another origin, so that nothing of it is stored for this one.
    """

    def open_(page):
        page.goto(slow_server.url)

    with loading_tab.lent(request.node, open_, open_) as page:
        yield page
        if not page.is_closed():
            page.goto("about:blank")


@pytest.fixture
def live_page(new_page, server):
    """Return a page in a profile of its own whose Python runs."""
    page = new_page()
    page.goto(server.url)
    wait_until_ready(page)
    return page


@pytest.fixture
def kept_page(new_page, server):
    """Return a page in a profile of its own that has been kept for the next visit."""
    page = new_page(service_workers="allow")
    page.goto(server.url)
    wait_until_kept(page)
    return page


@pytest.fixture(scope="module")
def ready_tab(browser, site_folder, context_options, init_script):
    tab = Tab(browser, context_options, init_script)
    with SiteServer(site_folder).running() as tab.server:
        yield tab
        tab.close()


@pytest.fixture
def ready_page(ready_tab, request):
    """Return a page whose Python runs, with a blank pad and nothing to undo."""

    def open_(page):
        page.goto(ready_tab.server.url)
        wait_until_ready(page)

    with ready_tab.lent(request.node, open_, put_back_ready) as page:
        yield page


@pytest.fixture
def picture_page(ready_page):
    """Return a page in picture mode whose Python runs."""
    page = ready_page
    page.get_by_test_id("mode-picture").check()
    expect(page.get_by_test_id("picture-file")).to_be_attached()
    return page


@pytest.fixture(scope="session")
def year():
    """Return a photograph of 2026 on paper."""
    return paper(["2026"])


@pytest.fixture(scope="session")
def year_file(year):
    """Return its PNG file."""
    return encoded(year)


@pytest.fixture(scope="session")
def other_file():
    """Return the PNG file of a photograph of 41."""
    return encoded(paper(["41"]))
