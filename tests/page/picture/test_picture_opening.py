"""A picture comes in by any way and in any form; what is no picture does no harm."""

import pytest
from picture_files import claiming, encoded, paper, plain
from pictures_on_page import LIMIT, choose, expect_text, problem, send
from PIL import Image
from playwright.sync_api import expect
from reading import settle
from site_server import with_code
from volumes import rows

TALL = {"width": 1280, "height": 1000}
ORIENTATION = 0x112
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
COUNT_GAPS = """
window.longest = 0;
window.counted = 0;
let before = performance.now();
requestAnimationFrame(function look(now) {
  window.longest = Math.max(window.longest, now - before);
  window.counted += now - before;
  before = now;
  requestAnimationFrame(look);
});
"""
# Holds the first picture that is to be read until the test says "go".
HOLD_PICTURE = """
const usual = self.onmessage;
let go;
const told = new Promise((resolve) => { go = resolve; });
const channel = new BroadcastChannel("pictures");
channel.onmessage = go;
self.onmessage = async (event) => {
  if (event.data.method === "readPicture") {
    channel.postMessage("asked");
    await told;
  }
  usual(event);
};
"""
LISTEN = """
window.asked = 0;
window.channel = new BroadcastChannel("pictures");
channel.onmessage = () => asked++;
window.guesses = [];
const guess = document.querySelector("[data-testid=guess]");
const watcher = new MutationObserver(() => guesses.push(guess.textContent));
watcher.observe(guess, { childList: true, subtree: true, characterData: true });
"""
# The first picture is decoded late, and on the page, where that cannot be broken off.
HOLD_DECODING = """
delete window.OffscreenCanvas;
window.held = [];
const decode = window.createImageBitmap;
window.createImageBitmap = async (...given) => {
  const bitmap = await decode(...given);
  if (held.length === 0) await new Promise((resolve) => held.push(resolve));
  return bitmap;
};
"""


@pytest.fixture(scope="module")
def context_options():
    return {"viewport": TALL}


@pytest.fixture
def page(picture_page):
    return picture_page


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("digit", "drop"),
        ("number", "paste"),
        pytest.param("digit", "paste", marks=pytest.mark.full),
        pytest.param("number", "drop", marks=pytest.mark.full),
    ],
)
def test_a_picture_can_be_dropped_and_pasted_in_any_mode(page, year_file, kind, mode):
    page.get_by_test_id(f"mode-{mode}").check()
    send(page, kind, year_file)
    expect(page.get_by_test_id("mode-picture")).to_be_checked()
    expect_text(page, "2026")


def test_a_drag_shows_that_it_can_be_dropped(page):
    send(page, "drag")
    shown = "getComputedStyle(document.documentElement, '::after').content"
    settle(page, lambda: "Drop the picture" in page.evaluate(shown))
    send(page, "drop", plain((9, 9)))
    assert "Drop" not in page.evaluate(shown)


def test_what_is_dropped_and_is_no_picture_is_answered_in_a_sentence(page):
    page.get_by_test_id("mode-digit").check()
    send(page, "drop", b"Dear all,", "letter.txt", "text/plain")
    expect(page.get_by_test_id("note")).to_contain_text("That is no picture")
    expect(page.get_by_test_id("mode-digit")).to_be_checked()


def test_pasted_text_does_nothing(page):
    page.get_by_test_id("mode-digit").check()
    send(page, "paste", name="2026", media_type="text")
    send(page, "paste", plain((9, 9)))  # comes after it
    expect(page.get_by_test_id("mode-picture")).to_be_checked()
    expect(page.get_by_test_id("note")).to_be_empty()


@pytest.mark.parametrize("orientation", rows([3, 6, 8], 6))
def test_a_photograph_is_turned_as_its_exif_says(page, year, orientation):
    turned = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}
    stored = year.transpose(turned.get(orientation, Image.Transpose.ROTATE_270))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    choose(page, encoded(stored, "JPEG", quality=92, exif=exif))
    expect_text(page, "2026")


def test_the_first_frame_of_an_animation_is_read(page, year):
    frames = [Image.new("L", year.size, 255)] * 2
    data = encoded(year, "GIF", save_all=True, append_images=frames, duration=40, loop=0)
    choose(page, data, "moving.gif")
    expect_text(page, "2026")


@pytest.mark.parametrize(
    ("ground", "ink"),
    [
        ("black", "white"),
        pytest.param(None, "black", marks=pytest.mark.full),
        (None, "white"),
    ],
)
def test_light_ink_and_transparent_ground_are_read(page, year, ground, ink):
    cover = year.point(lambda level: 255 if level < 128 else 0)
    picture = Image.new("RGBA", year.size, ground or (0, 0, 0, 0))
    picture.paste(Image.new("RGBA", year.size, ink), mask=cover)
    choose(page, encoded(picture))
    expect_text(page, "2026")


def expect_nothing_found(page):
    nothing = page.get_by_text("No digits were found in this picture", exact=True)
    expect(nothing).to_be_attached(timeout=LIMIT)


@pytest.mark.full
def test_twelve_megapixels_are_read_and_the_page_goes_on_meanwhile(page):
    large = paper(["2026"], size=(1600, 1200), cell=220)
    choose(page, plain((9, 9)))  # so that all is there that opens pictures
    expect_nothing_found(page)
    page.evaluate(COUNT_GAPS)
    choose(page, encoded(large.resize((4000, 3000)), "JPEG", quality=90))
    expect_text(page, "2026")
    size = page.locator(".picture-image").evaluate("({width, height}) => [width, height]")
    assert size == [1600, 1200]
    # If the page had to wait for decoding or reading, that would be one gap of most of the time.
    assert page.evaluate("longest / counted") < 0.3


@pytest.mark.parametrize(
    "size",
    [
        pytest.param((1, 1), marks=pytest.mark.full),
        (1, 20_000),
        pytest.param((3000, 40_000), marks=pytest.mark.full),
        pytest.param((20_000, 1), marks=pytest.mark.full),
        pytest.param((10_000, 10_000), marks=pytest.mark.full),
    ],
    ids=str,
)
def test_a_picture_of_any_shape_and_size_is_opened(page, size):
    choose(page, plain(size))
    expect_nothing_found(page)
    expect(page.get_by_test_id("guess")).to_have_text("")
    expect(problem(page)).to_be_empty()
    pixels = page.locator(".picture-image").evaluate("({width, height}) => width * height")
    assert pixels <= 1600 * 1200 * 1.01


BAD = {
    "empty": (b"", "0 bytes"),
    "text": (b"Dear all,\nhere it is.\n", "holds text"),
    "svg": (SVG, "SVG"),
    "heic": (HEIC, "cannot open HEIC pictures"),
    "tiff": (encoded(Image.new("L", (9, 9)), "TIFF"), "cannot open TIFF pictures"),
    "noise": (bytes(range(256)), "no picture"),
    "truncated PNG": (plain((800, 600))[:-30], "PNG picture is damaged"),
    "header alone": (plain((800, 600))[:20], "PNG picture is damaged"),
    "truncated JPEG": (
        encoded(Image.effect_noise((800, 600), 90), "JPEG")[:20_000],
        "JPEG picture is damaged",
    ),
    "400 megapixels": (claiming((20_000, 20_000)), "20,000 \u00d7 20,000"),
}


@pytest.mark.parametrize("kind", rows(list(BAD), "heic", "truncated PNG"))
def test_what_cannot_be_opened_is_answered_in_a_sentence_and_nothing_is_lost(
    page, year_file, other_file, kind
):
    data, words = BAD[kind]
    choose(page, year_file)
    expect_text(page, "2026")
    choose(page, data)
    expect(problem(page)).to_contain_text(words)
    expect(problem(page)).to_have_role("alert")
    assert problem(page).inner_text().count(".") <= 3
    expect_text(page, "2026")
    expect(page.get_by_test_id("digit-3")).to_be_visible()
    choose(page, other_file)
    expect_text(page, "41")
    expect(problem(page)).to_be_empty()


@pytest.fixture
def two(year_file):
    """Return the files of a picture, and of a newer one of another size."""
    return year_file, encoded(paper(["41"], size=(600, 450)))


@pytest.mark.full
def test_an_older_picture_that_is_read_late_is_never_shown(new_page, server, two):
    older, newer = two
    server.faults["worker.js"] = with_code(HOLD_PICTURE)
    page = new_page(viewport=TALL)
    page.goto(server.url)
    page.evaluate(LISTEN)
    page.get_by_test_id("mode-picture").check()
    choose(page, older)
    settle(page, lambda: page.evaluate("asked") == 1)
    choose(page, newer)
    settle(page, lambda: width_of_picture(page) == 600)
    page.evaluate("channel.postMessage('go')")
    expect_text(page, "41")
    assert what_was_read(page) == ["41"]
    assert set(page.evaluate("guesses")) <= {"", "41"}


@pytest.mark.full
def test_an_older_picture_that_is_decoded_late_is_never_shown(new_page, server, two):
    older, newer = two
    page = new_page(viewport=TALL)
    page.add_init_script(HOLD_DECODING)
    page.goto(server.url)
    page.get_by_test_id("mode-picture").check()
    choose(page, older)
    settle(page, lambda: page.evaluate("held.length") == 1)
    choose(page, newer)
    expect_text(page, "41")
    page.evaluate("held[0]()")
    for _ in range(3):
        page.evaluate("new Promise(requestAnimationFrame)")
    assert width_of_picture(page) == 600
    page.get_by_test_id("digit-0").click()
    expect_text(page, "41")
    assert what_was_read(page) == ["41"]


def width_of_picture(page):
    return page.locator(".picture-image").evaluate("({width}) => width")


def what_was_read(page):
    return page.evaluate("readings.map(({ lines }) => lines.join())")


@pytest.mark.full
def test_a_browser_without_canvas_in_workers_opens_pictures_all_the_same(
    new_page, server, year_file
):
    page = new_page()
    page.add_init_script("delete window.OffscreenCanvas")
    workers = []
    page.on("worker", lambda worker: workers.append(worker.url))
    page.goto(server.url)
    page.get_by_test_id("mode-picture").check()
    choose(page, year_file)
    expect_text(page, "2026")
    assert not [url for url in workers if url.endswith("image-worker.js")]
