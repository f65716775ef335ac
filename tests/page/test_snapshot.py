"""A repeat visit starts from a snapshot of Python's memory, or as if there were none."""

import pytest
from digits import draw
from playwright.sync_api import expect
from reading import settled_guess, wait_until_kept, wait_until_ready

TIMINGS = """
addEventListener("inkglass:timings", ({ detail }) => {
  document.documentElement.dataset.stages = detail.map(({ name }) => name).join(", ");
}, true);
"""

CHANGE = """async ([offset, header]) => {
  const cache = await caches.open((await caches.keys())[0]);
  const key = (await cache.keys()).find(({ url }) => url.endsWith("/snapshot"));
  const kept = await cache.match(key);
  const headers = new Headers(kept.headers);
  const data = new Uint8Array(await kept.arrayBuffer());
  if (header) headers.set(header, "another");
  else if (offset === null) return cache.put(key, new Response(data.slice(0, -1), { headers }));
  else data[offset < 0 ? data.length + offset : offset] ^= 1;
  await cache.put(key, new Response(data, { headers }));
}"""


@pytest.fixture
def kept_page(new_page, server):
    """Return a page that has kept a snapshot."""
    page = new_page()
    page.add_init_script(TIMINGS)
    page.goto(server.url)
    wait_until_kept(page)
    return page


def is_restored(page):
    """Return whether the last start was from a snapshot."""
    wait_until_ready(page)
    return "Python restored" in page.locator("html").get_attribute("data-stages")


def test_a_first_visit_has_no_snapshot(kept_page):
    assert not is_restored(kept_page)


def test_a_repeat_visit_starts_from_the_snapshot_and_reads(kept_page):
    kept_page.reload()

    assert is_restored(kept_page)
    draw(kept_page, 7)
    assert settled_guess(kept_page) == "7"


def test_what_a_snapshot_reads_is_what_was_read_before(kept_page):
    draw(kept_page, 5)
    settled_guess(kept_page)
    first = kept_page.evaluate("Array.from(readings.at(-1).probabilities)")
    kept_page.reload()
    assert is_restored(kept_page)
    expect(kept_page.get_by_test_id("guess")).not_to_be_empty()
    settled_guess(kept_page)

    assert kept_page.evaluate("Array.from(readings.at(-1).probabilities)") == first


@pytest.mark.parametrize(
    ("offset", "header"),
    [(0, None), (5000, None), (4_000_000, None), (-1, None), (None, None), (0, "X-Engine")],
    ids=["first byte", "early byte", "middle byte", "last byte", "truncated", "other engine"],
)
def test_a_spoilt_snapshot_is_replaced(kept_page, offset, header):
    kept_page.evaluate(CHANGE, [offset, header])
    kept_page.reload()
    assert not is_restored(kept_page)
    draw(kept_page, 7)
    assert settled_guess(kept_page) == "7"

    wait_until_kept(kept_page)
    kept_page.reload()
    assert is_restored(kept_page)


def test_a_start_that_never_ended_is_not_repeated_from_the_snapshot(kept_page):
    kept_page.evaluate("localStorage.setItem('inkglass:starting', 'yes')")
    kept_page.reload()
    assert not is_restored(kept_page)

    kept_page.reload()
    assert is_restored(kept_page)
