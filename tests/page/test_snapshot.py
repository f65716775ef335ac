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
"""
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
# The checksum is right again, as if another browser had written the file.
OTHER_BROWSER = f"""async () => {{
  {FILE}
  const text = new TextDecoder("latin1").decode(data.subarray(0, 1 << 16));
  data[text.indexOf("Mozilla")] ^= 1;
  const words = new Uint32Array(data.buffer);
  let hash = 0x811c9dc5;
  for (const word of words.subarray(1)) hash = Math.imul(hash ^ word, 0x01000193);
  words[0] = hash;
  await write(data);
}}"""


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


def assert_replaced(page):
    """Start without the snapshot, read, keep another, and start from that one."""
    page.reload()
    assert not is_restored(page)
    draw(page, 7)
    assert settled_guess(page) == "7"
    wait_until_kept(page)
    page.reload()
    assert is_restored(page)


@pytest.mark.parametrize("offset", [0, 4, 5000, 4_000_000, -1])
def test_a_snapshot_with_an_altered_bit_is_replaced(kept_page, offset):
    kept_page.evaluate(CHANGE, offset)

    assert_replaced(kept_page)


@pytest.mark.parametrize(
    "spoil", [CUT, EMPTY, OTHER_BROWSER], ids=["cut", "empty", "other browser"]
)
def test_a_spoilt_snapshot_is_replaced(kept_page, spoil):
    kept_page.evaluate(spoil)

    assert_replaced(kept_page)


def test_a_start_that_never_ended_is_not_repeated_from_the_snapshot(kept_page):
    kept_page.evaluate("localStorage.setItem('inkglass:starting', 'yes')")
    kept_page.reload()
    assert not is_restored(kept_page)

    kept_page.reload()
    assert is_restored(kept_page)
