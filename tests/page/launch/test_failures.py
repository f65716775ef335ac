"""Whatever fails, the page says what, keeps the drawing, and goes on once the fault is lifted."""

import pytest
from digits import draw
from playwright.sync_api import expect
from reading import (
    ink,
    settled_guess,
    status,
    wait_until_failed,
    wait_until_given_up,
    wait_until_ready,
)
from site_server import aborted, altered, missing, mistyped, stalled, truncated, with_code

WASM = "pyodide.asm.wasm"
START = ["pyodide*.mjs", "pyodide.asm.wasm", "*_umath.wasm"]
PLAIN_START = ["*.data.wasm", "python.zip", "default.npz"]
FAULTS = [missing, truncated, altered, aborted]
# The last start did not come to its end, which may have been the snapshot's fault.
STARTS_PLAINLY = "localStorage.setItem('inkglass:starting', 'yes')"
PAGE_MODULES = ["main.js"]

DIES = """
const usual = self.onmessage;
self.onmessage = (event) => {
  if (event.data.method === "read") setTimeout(() => { throw new Error("out of memory"); });
  else usual(event);
};
"""
FALLS_SILENT = """
const usual = self.onmessage;
self.onmessage = (event) => {
  if (event.data.method === "read") self.close();
  else usual(event);
};
"""
# One row of pixels fewer than the drawing's height says: a ValueError of Python's.
SHORTENS_THE_DRAWING = """
const usual = self.onmessage;
self.onmessage = (event) => {
  const { method, args } = event.data;
  if (method === "read") args[0] = args[0].slice(280);
  usual(event);
};
"""


def pytest_generate_tests(metafunc):
    """Give each file each fault; without --full one."""
    folder = metafunc.config.getoption("site")
    for fixture, patterns, faults in (
        ("start_file", START, FAULTS),
        ("plain_file", PLAIN_START, [missing, altered]),
    ):
        if fixture in metafunc.fixturenames:
            names = sorted({file.name for pattern in patterns for file in folder.rglob(pattern)})
            rows = [
                pytest.param(
                    name,
                    fault,
                    id=f"{name}-{fault.__name__}",
                    marks=[] if i % len(faults) == j else pytest.mark.full,
                )
                for i, name in enumerate(names)
                for j, fault in enumerate(faults)
            ]
            metafunc.parametrize((fixture, "fault"), rows)


def assert_fails_and_recovers(page, server, text):
    """Draw, see the failure named, lift the fault, retry, and see the drawing read."""
    draw(page, 7)
    drawn = ink(page)
    assert text in wait_until_failed(page)
    assert ink(page) == drawn
    server.faults.clear()
    page.get_by_test_id("retry").click()
    wait_until_ready(page)
    assert settled_guess(page) == "7"


def test_a_spoilt_file_is_named_and_fetched_again(new_page, server, start_file, fault):
    server.faults[start_file] = fault
    page = new_page()
    page.goto(server.url)
    assert_fails_and_recovers(page, server, start_file)


def test_a_spoilt_file_of_a_plain_start_is_named(new_page, server, plain_file, fault):
    server.faults[plain_file] = fault
    page = new_page()
    page.add_init_script(STARTS_PLAINLY)
    page.goto(server.url)
    assert_fails_and_recovers(page, server, plain_file)


def test_wasm_of_a_wrong_type_is_named_and_fetched_again(new_page, server):
    server.faults[WASM] = mistyped
    page = new_page()
    page.goto(server.url)
    assert_fails_and_recovers(page, server, WASM)


def test_a_file_that_stops_coming_is_given_up(new_page, server):
    server.faults[WASM] = stalled
    page = new_page()
    page.clock.install()
    page.goto(server.url)
    expect(status(page)).to_contain_text("MB")
    wait_until_given_up(page)
    assert_fails_and_recovers(page, server, "Nothing happened")


def test_a_missing_worker_is_named(new_page, server):
    server.faults["worker.js"] = missing
    page = new_page()
    page.goto(server.url)
    assert_fails_and_recovers(page, server, "worker.js")


@pytest.mark.parametrize(
    ("code", "text"),
    [(DIES, "out of memory"), (SHORTENS_THE_DRAWING, "78120")],
    ids=["the worker throws", "Python raises"],
)
def test_a_failed_reading_is_told_and_made_again(new_page, server, code, text):
    server.faults["worker.js"] = with_code(code)
    page = new_page()
    page.goto(server.url)
    wait_until_ready(page)
    assert_fails_and_recovers(page, server, text)


def test_a_worker_that_falls_silent_is_given_up(new_page, server):
    server.faults["worker.js"] = with_code(FALLS_SILENT)
    page = new_page()
    page.clock.install()
    page.goto(server.url)
    wait_until_ready(page)
    draw(page, 7)
    ink(page)
    wait_until_given_up(page)
    assert_fails_and_recovers(page, server, "Nothing happened")


@pytest.mark.parametrize("module", PAGE_MODULES)
def test_a_missing_page_module_is_named(new_page, server, module):
    server.faults[module] = missing
    page = new_page()
    page.goto(server.url)
    assert module in wait_until_failed(page)
    server.faults.clear()
    page.get_by_test_id("retry").click()
    wait_until_ready(page)


def test_a_page_module_that_makes_no_sense_is_named(new_page, server):
    server.faults["main.js"] = with_code("\n}")
    page = new_page()
    page.goto(server.url)
    assert "main.js" in wait_until_failed(page)
    server.faults.clear()
    page.get_by_test_id("retry").click()
    wait_until_ready(page)


def test_page_modules_that_do_not_come_are_given_up(new_page, server):
    server.faults["main.js"] = stalled
    page = new_page()
    page.clock.install()
    page.goto(server.url, wait_until="commit")
    expect(page.locator("footer")).to_be_attached()
    wait_until_given_up(page)
    assert "scripts" in wait_until_failed(page)
