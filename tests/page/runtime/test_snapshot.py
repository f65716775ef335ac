"""Python starts from a snapshot of its memory, or as if there were none."""

import pytest
import snapshot_file
from digits import draw
from playwright.sync_api import expect
from reading import settled_guess, wait_until_kept, wait_until_ready
from site_server import aborted, altered, missing, truncated
from volumes import rows

TIMINGS = """
addEventListener("inkglass:timings", ({ detail }) => {
  document.documentElement.dataset.stages = detail.map(({ name }) => name).join(", ");
}, true);
"""

SNAPSHOT = "python.snapshot"
LIBRARY = "python.zip"

FILE = """
const folder = await navigator.storage.getDirectory();
const names = await Array.fromAsync(folder.keys());
const handle = await folder.getFileHandle(names.find((name) => name.endsWith(".snapshot")));
const data = new Uint8Array(await (await handle.getFile()).arrayBuffer());
const write = async (bytes) => {
  const file = await handle.createWritable();
  await file.write(bytes);
  await file.close();
};
const digest = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
"""
KEPT_DIGEST = f"""async () => {{
  {FILE}
  return (await digest(data)).join(" ");
}}"""
CHANGE = f"""async (offset) => {{
  {FILE}
  data[offset < 0 ? data.length + offset : offset] ^= 1;
  await write(data);
}}"""
CUT = f"""async () => {{
  {FILE}
  await write(data.slice(0, data.length >> 1));
}}"""
EMPTY = f"""async () => {{
  {FILE}
  await write(new Uint8Array());
}}"""


@pytest.fixture
def first_page(new_page):
    """Return an empty page that will note the stages of its start."""
    page = new_page(service_workers="allow")  # which snapshots that are kept need
    page.add_init_script(TIMINGS)
    return page


@pytest.fixture
def kept_page(first_page, server):
    """Return a page that has kept a snapshot."""
    first_page.goto(server.url)
    wait_until_kept(first_page)
    return first_page


def is_restored(page):
    """Return whether the last start was from a snapshot."""
    wait_until_ready(page)
    return "Python restored" in page.locator("html").get_attribute("data-stages")


def assert_reads(page):
    draw(page, 7)
    assert settled_guess(page) == "7"


def test_a_first_visit_starts_from_the_snapshot_and_reads(first_page, server):
    first_page.goto(server.url)

    assert is_restored(first_page)
    assert LIBRARY not in server.requests
    assert_reads(first_page)


@pytest.mark.parametrize(
    "fault", rows([missing, truncated, altered, aborted], altered), ids=lambda f: f.__name__
)
def test_a_first_visit_does_without_a_snapshot_that_does_not_arrive(first_page, server, fault):
    server.faults[SNAPSHOT] = fault
    first_page.goto(server.url)

    assert not is_restored(first_page)
    assert_reads(first_page)


def test_a_repeat_visit_starts_from_the_snapshot_and_reads(kept_page):
    kept_page.reload()

    assert is_restored(kept_page)
    assert_reads(kept_page)


@pytest.mark.full
def test_what_a_snapshot_reads_is_what_is_read_without(kept_page):
    draw(kept_page, 5)
    settled_guess(kept_page)
    restored = kept_page.evaluate("Array.from(readings.at(-1).probabilities)")
    kept_page.evaluate("localStorage.setItem('inkglass:starting', 'yes')")
    kept_page.reload()
    assert not is_restored(kept_page)
    expect(kept_page.get_by_test_id("guess")).not_to_be_empty()
    settled_guess(kept_page)

    assert kept_page.evaluate("Array.from(readings.at(-1).probabilities)") == restored


@pytest.mark.parametrize(
    "offset",
    rows([0, snapshot_file.LENGTH, snapshot_file.TEXT, 3000, 4_000_000, -1], snapshot_file.TEXT),
)
def test_a_snapshot_with_an_altered_bit_is_replaced(kept_page, offset):
    built = kept_page.evaluate(KEPT_DIGEST)
    kept_page.evaluate(CHANGE, offset)

    assert_replaced(kept_page, built)


@pytest.mark.full
def test_a_snapshot_with_an_unreadable_header_is_replaced(kept_page):
    built = kept_page.evaluate(KEPT_DIGEST)
    snapshot_file.keep(kept_page, snapshot_file.with_header(b"no JSON"))

    assert_replaced(kept_page, built)


@pytest.mark.full
@pytest.mark.parametrize("spoil", rows({"cut": CUT, "empty": EMPTY}, "cut"))
def test_a_spoilt_snapshot_is_replaced(kept_page, spoil):
    built = kept_page.evaluate(KEPT_DIGEST)
    kept_page.evaluate(spoil)

    assert_replaced(kept_page, built)


def assert_replaced(page, built):
    """Start from the snapshot as it was built, and keep that."""
    assert page.evaluate(KEPT_DIGEST) != built
    page.reload()
    assert is_restored(page)
    assert_reads(page)
    wait_until_kept(page)
    assert page.evaluate(KEPT_DIGEST) == built


def reads_differently(header, memory):
    header["notes"]["trial"][0] += 0.001


def fails(header, memory):
    half = len(memory) // 2
    memory[half:] = bytes(len(memory) - half)


@pytest.mark.full
@pytest.mark.parametrize(
    "spoil", rows([reads_differently, fails], fails), ids=lambda spoil: spoil.__name__
)
def test_a_snapshot_that_does_not_work_here_is_dropped_for_a_plain_start(kept_page, spoil):
    """All its checksums are right, as if another engine had no use for it."""
    header, memory = snapshot_file.built()
    spoil(header, memory)
    snapshot_file.keep(kept_page, snapshot_file.packed(header, memory))
    kept_page.reload()
    assert not is_restored(kept_page)
    assert_reads(kept_page)

    wait_until_kept(kept_page)
    kept_page.reload()
    assert is_restored(kept_page)


def test_a_start_that_never_ended_is_not_repeated_from_the_snapshot(kept_page):
    kept_page.evaluate("localStorage.setItem('inkglass:starting', 'yes')")
    kept_page.reload()
    assert not is_restored(kept_page)

    kept_page.reload()
    assert is_restored(kept_page)
