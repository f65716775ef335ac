"""Hosts that send visitors from one address on to another."""

import pytest
from digits import draw
from playwright.sync_api import expect
from reading import settle, settled_guess, wait_until_kept, wait_until_ready
from site_server import sent_on, sent_on_once
from volumes import rows

FOLDER, FILE = "/", "/index.html"
CLEAN = {"from the file to the folder": (FILE, FOLDER), "the other way": (FOLDER, FILE)}
KEEP_REDIRECTED = """
async (path) => {
  const cache = await caches.open((await caches.keys())[0]);
  const response = await fetch(path, { cache: "reload", mode: "same-origin" });
  await cache.put(path, response);
  return response.redirected;
}
"""
IS_REDIRECTED = """
async (path) => {
  const cache = await caches.open((await caches.keys())[0]);
  return (await cache.match(path)).redirected;
}
"""


@pytest.fixture(params=rows(CLEAN, "the other way"))
def ways(server, request):
    """Return the path that the server sends on, and the one that it sends to."""
    server.faults["index.html"] = sent_on(*request.param)
    return request.param


@pytest.fixture
def kept_page(ways, new_page, server):
    """Return a page of such a host, which has been kept."""
    page = new_page(service_workers="allow")
    page.goto(server.url)
    wait_until_kept(page)
    return page


def assert_opens(page, server, paths=(FOLDER, FILE)):
    """The page opens at these paths, and reads there what was drawn before."""
    for path in paths:
        page.goto(server.origin + path)
        wait_until_ready(page)
        assert settled_guess(page) == "7"


def test_the_page_opens_again_at_both_addresses(kept_page, server):
    draw(kept_page, 7)
    assert_opens(kept_page, server)
    server.vanish()
    assert_opens(kept_page, server)


@pytest.mark.full
def test_the_doctor_finds_such_a_host_well(kept_page, server, ways):
    kept_page.goto(f"{server.origin}{ways[0]}#doctor")
    expect(kept_page.get_by_test_id("doctor")).to_have_attribute("data-state", "ok")


@pytest.mark.full
def test_what_was_kept_as_it_was_sent_on_is_replaced(kept_page, server, ways):
    source, target = ways
    draw(kept_page, 7)
    assert kept_page.evaluate(KEEP_REDIRECTED, source)
    kept_page.goto(server.origin + target)
    wait_until_kept(kept_page)
    settle(kept_page, lambda: not kept_page.evaluate(IS_REDIRECTED, source))
    server.vanish()
    assert_opens(kept_page, server, [source])


@pytest.mark.full
def test_a_host_that_sends_every_file_on_is_kept(new_page, server, site_folder):
    for file in site_folder.rglob("*.*"):
        if file.name != "sw.js":
            server.faults[file.name] = sent_on_once
    page = new_page(service_workers="allow")
    page.goto(server.url)
    wait_until_kept(page)
    draw(page, 7)
    assert_opens(page, server)
    server.vanish()
    assert_opens(page, server)
