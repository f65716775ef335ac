"""Picture mode: digits are found in a picture, boxed and read; what is no picture does no harm."""

import base64

import pytest
from digits import draw
from picture_files import encoded, paper, plain
from PIL import Image
from playwright.sync_api import expect
from reading import (
    probabilities,
    settle,
    settled_guess,
    shown_network_input,
    wait_until_kept,
    wait_until_ready,
)
from site_server import held

TALL = {"width": 1280, "height": 1000}
LIMIT = 60_000
PNG = "picture.png"
ORIENTATION = 0x112
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
# The picture's files, and what they are said to be.
SEND = """
({kind, name, type, data}) => {
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const transfer = new DataTransfer();
  if (type === "text") transfer.setData("text/plain", name);
  else transfer.items.add(new File([bytes], name, { type }));
  const options = { bubbles: true, cancelable: true };
  const target = document.querySelector("h1");
  if (kind === "paste") {
    target.dispatchEvent(new ClipboardEvent("paste", { ...options, clipboardData: transfer }));
  } else {
    for (const name of kind === "drag" ? ["dragover"] : ["dragover", "drop"])
      target.dispatchEvent(new DragEvent(name, { ...options, dataTransfer: transfer }));
  }
}
"""
COUNT_GAPS = """
window.longest = 0;
let before = performance.now();
requestAnimationFrame(function look(now) {
  window.longest = Math.max(window.longest, now - before);
  before = now;
  requestAnimationFrame(look);
});
"""


@pytest.fixture(scope="module")
def year():
    return paper(["2026"])


@pytest.fixture
def page(new_page, server):
    page = new_page(viewport=TALL)
    page.goto(server.url)
    page.get_by_test_id("mode-picture").check()
    expect(page.get_by_test_id("picture-file")).to_be_attached()
    return page


def choose(page, data, name=PNG):
    file = {"name": name, "mimeType": "image/png", "buffer": data}
    page.get_by_test_id("picture-file").set_input_files(file)


def send(page, kind, data=b"", name=PNG, media_type="image/png"):
    """Drop or paste a file as the browser hands it to the page, or drag it over that."""
    data = base64.b64encode(data).decode()
    page.evaluate(SEND, {"kind": kind, "name": name, "type": media_type, "data": data})


def expect_text(page, text):
    expect(page.get_by_test_id("guess")).to_have_text(text, timeout=LIMIT)


def problem(page):
    return page.get_by_test_id("picture-problem")


def test_a_chosen_picture_is_read_and_boxed(page, year):
    choose(page, encoded(year))
    expect_text(page, "2026")
    settled_guess(page)
    boxes = [page.get_by_test_id(f"digit-{i}") for i in range(4)]
    assert [box.get_attribute("data-value") for box in boxes] == list("2026")
    lefts = [box.bounding_box()["x"] for box in boxes]
    assert lefts == sorted(lefts)
    image = page.get_by_role("img", name="The picture").bounding_box()
    first = boxes[0].bounding_box()
    # The cell of the first digit, as it was put on the paper.
    assert 360 / 1600 < (first["x"] - image["x"]) / image["width"] < 580 / 1600
    assert page.get_by_test_id("guess").get_attribute("data-confidence") == min(
        box.get_attribute("data-confidence") for box in boxes
    )


def test_a_box_shows_what_the_network_made_of_its_digit_also_by_key(page, year):
    choose(page, encoded(year))
    expect_text(page, "2026")
    seen = set()
    for i, digit in enumerate("2026"):
        box = page.get_by_test_id(f"digit-{i}")
        box.focus()
        page.keyboard.press("Enter")
        expect(box).to_have_attribute("aria-pressed", "true")
        levels = probabilities(page)
        assert levels.index(max(levels)) == int(digit)
        seen.add(tuple(shown_network_input(page)))
    assert len(seen) == 4


def test_several_lines_are_read_as_lines_that_fit(page):
    choose(page, encoded(paper(["415", "271828"])))
    expect(page.get_by_test_id("digit-8")).to_be_attached(timeout=LIMIT)
    guess = page.get_by_test_id("guess")
    assert guess.inner_text().split() == ["415", "271828"]
    assert guess.evaluate("(e) => e.scrollWidth <= e.clientWidth")


@pytest.mark.parametrize("kind", ["drop", "paste"])
@pytest.mark.parametrize("mode", ["digit", "number"])
def test_a_picture_can_be_dropped_and_pasted_in_any_mode(page, year, kind, mode):
    page.get_by_test_id(f"mode-{mode}").check()
    send(page, kind, encoded(year))
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


@pytest.mark.parametrize("orientation", [3, 6, 8])
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


@pytest.mark.parametrize(("ground", "ink"), [("black", "white"), (None, "black"), (None, "white")])
def test_light_ink_and_transparent_ground_are_read(page, year, ground, ink):
    cover = year.point(lambda level: 255 if level < 128 else 0)
    picture = Image.new("RGBA", year.size, ground or (0, 0, 0, 0))
    picture.paste(Image.new("RGBA", year.size, ink), mask=cover)
    choose(page, encoded(picture))
    expect_text(page, "2026")


def test_twelve_megapixels_are_read_and_the_page_goes_on_meanwhile(page, year):
    wait_until_ready(page)
    choose(page, plain((9, 9)))  # so that all is there that opens pictures
    expect(page.get_by_text("No digits were found in this picture")).to_be_attached(timeout=LIMIT)
    page.evaluate(COUNT_GAPS)
    choose(page, encoded(year.resize((4000, 3000)), "JPEG", quality=90))
    expect_text(page, "2026")
    size = page.locator(".picture-image").evaluate("({width, height}) => [width, height]")
    assert size == [1600, 1200]
    # Decoding and reading take longer than this on any machine, if the page has to wait for them.
    assert page.evaluate("longest") < 1000


@pytest.mark.parametrize(
    "size", [(1, 1), (1, 20_000), (20_000, 1), (10_000, 10_000), (3000, 40_000)], ids=str
)
def test_a_picture_of_any_shape_and_size_is_opened(page, size):
    choose(page, plain(size))
    expect(page.get_by_text("No digits were found in this picture")).to_be_attached(timeout=LIMIT)
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
    "400 megapixels": (plain((20_000, 20_000)), "20,000 \u00d7 20,000"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_be_opened_is_answered_in_a_sentence_and_nothing_is_lost(page, year, kind):
    data, words = BAD[kind]
    choose(page, encoded(year))
    expect_text(page, "2026")
    choose(page, data)
    expect(problem(page)).to_contain_text(words)
    expect(problem(page)).to_have_role("alert")
    assert problem(page).inner_text().count(".") <= 3
    expect_text(page, "2026")
    expect(page.get_by_test_id("digit-3")).to_be_visible()
    choose(page, encoded(paper(["41"])))
    expect_text(page, "41")
    expect(problem(page)).to_be_empty()


def test_a_newer_picture_wins(page, year):
    choose(page, encoded(year.resize((8000, 6000))))
    choose(page, encoded(paper(["41"])))
    expect_text(page, "41")
    page.get_by_test_id("digit-0").click()
    # The first may have been read before the second was there; after that one nothing is.
    read = page.evaluate("readings.map(({ lines }) => lines.join())")
    assert read[-1] == "41"
    assert read.count("41") == 1


def test_choosing_another_and_clearing(page, year):
    choose(page, encoded(year))
    expect_text(page, "2026")
    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("picture-another").click()
    data = encoded(paper(["41"]))
    chooser.value.set_files({"name": PNG, "mimeType": "image/png", "buffer": data})
    expect_text(page, "41")
    page.get_by_test_id("picture-clear").click()
    expect(page.get_by_test_id("guess")).to_have_text("")
    expect(page.get_by_test_id("digit-0")).not_to_be_attached()
    expect(page.get_by_test_id("picture-file")).to_be_focused()


def test_the_picture_is_there_again_after_another_mode(page, year):
    choose(page, encoded(year))
    expect_text(page, "2026")
    page.get_by_test_id("mode-digit").check()
    expect_text(page, "")
    draw(page, 7)
    assert settled_guess(page) == "7"
    page.get_by_test_id("mode-picture").check()
    expect_text(page, "2026")
    expect(page.get_by_test_id("digit-3")).to_be_visible()
    page.get_by_test_id("mode-digit").check()
    expect_text(page, "7")


def test_another_network_reads_the_picture_again(page, year):
    choose(page, encoded(year))
    expect_text(page, "2026")
    settled_guess(page)
    before = page.evaluate("readings.length")
    page.get_by_test_id("model").select_option("notebook")
    settle(page, lambda: page.evaluate("readings.length") > before)
    assert page.evaluate("readings.at(-1).width") == 1600


def test_what_was_read_can_be_copied(new_page, server, year):
    page = new_page(viewport=TALL, permissions=["clipboard-read", "clipboard-write"])
    page.goto(server.url)
    page.get_by_test_id("mode-picture").check()
    choose(page, encoded(year))
    expect_text(page, "2026")
    page.get_by_test_id("picture-copy").click()
    expect(page.get_by_test_id("note")).to_have_text("Text copied")
    assert page.evaluate("navigator.clipboard.readText()") == "2026"


def test_what_was_read_is_said_once(page, year):
    page.evaluate(
        """() => {
          window.said = [];
          const output = document.querySelector("[data-testid=announcement]");
          const watcher = new MutationObserver(() => said.push(output.textContent));
          watcher.observe(output, {childList: true});
        }"""
    )
    choose(page, encoded(year))
    settle(page, lambda: page.evaluate("said.length") > 0)
    page.get_by_test_id("digit-1").click()
    page.wait_for_timeout(1000)
    assert page.evaluate("said") == ["1 line, 4 digits: 2026"]


def test_stages_are_told(page, server, year):
    server.faults["image-worker.js"] = held
    choose(page, encoded(year))
    expect(page.get_by_test_id("picture").get_by_role("status")).to_have_text("Opening the picture")
    wait_until_ready(page)
    server.released.set()
    expect_text(page, "2026")
    expect(page.get_by_test_id("picture").get_by_role("status", include_hidden=True)).to_have_text(
        ""
    )
    expect(page.get_by_test_id("status")).to_contain_text("Read in")


def test_a_browser_without_canvas_in_workers_opens_pictures_all_the_same(new_page, server, year):
    page = new_page()
    page.add_init_script("delete window.OffscreenCanvas")
    page.goto(server.url)
    page.get_by_test_id("mode-picture").check()
    choose(page, encoded(year))
    expect_text(page, "2026")
    assert "image-worker.js" not in server.requests


def test_a_start_asks_for_nothing_of_it_and_after_one_visit_it_works_offline(
    new_page, server, year
):
    page = new_page(viewport=TALL)
    page.goto(server.url)
    wait_until_ready(page)
    parts = {"picture-mode.js", "picture-mode.css", "image-worker.js"}
    assert not parts & set(server.requests)
    wait_until_kept(page)
    server.stop()
    page.reload()
    page.get_by_test_id("mode-picture").check()
    choose(page, encoded(year))
    expect_text(page, "2026")
