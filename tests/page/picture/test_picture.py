"""Picture mode: digits are found in a picture, boxed and read."""

import pytest
from digits import draw
from picture_files import encoded, paper
from pictures_on_page import LIMIT, PNG, choose, expect_text
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


@pytest.fixture(scope="module")
def context_options():
    return {"viewport": TALL, "permissions": ["clipboard-read", "clipboard-write"]}


@pytest.fixture
def page(picture_page):
    return picture_page


def test_a_chosen_picture_is_read_and_boxed(page, year_file):
    choose(page, year_file)
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


def test_a_box_shows_what_the_network_made_of_its_digit_also_by_key(page, year_file):
    choose(page, year_file)
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


def test_two_lines_fit_the_answer(page):
    choose(page, encoded(paper(["415", "271828"])))
    expect(page.get_by_test_id("digit-8")).to_be_attached(timeout=LIMIT)
    guess = page.get_by_test_id("guess")
    assert guess.inner_text().split() == ["415", "271828"]
    assert guess.evaluate("(e) => e.scrollWidth <= e.clientWidth")
    assert guess.evaluate("(e) => e.scrollHeight <= e.clientHeight")


def test_a_tall_answer_stays_readable_and_scrolls_in_its_place(page):
    rows = ["71", "26", "41", "17", "62", "14", "72", "61", "47", "12"]
    before = page.get_by_test_id("guess").bounding_box()
    choose(page, encoded(paper(rows, size=(800, 1700))))
    expect(page.get_by_test_id("digit-19")).to_be_attached(timeout=LIMIT)
    guess = page.get_by_test_id("guess")
    assert len(guess.inner_text().split()) == len(rows)
    line = guess.evaluate("(e) => parseFloat(getComputedStyle(e.firstChild).lineHeight)")
    assert line >= 30
    assert guess.bounding_box() == before
    assert guess.evaluate("(e) => e.scrollHeight > e.clientHeight")
    assert guess.evaluate("(e) => e.scrollWidth <= e.clientWidth")
    guess.focus()
    page.keyboard.press("End")
    end = "(e) => Math.abs(e.scrollTop + e.clientHeight - e.scrollHeight) < 1"
    settle(page, lambda: guess.evaluate(end))


@pytest.mark.full
def test_choosing_another_and_clearing(page, year_file, other_file):
    choose(page, year_file)
    expect_text(page, "2026")
    with page.expect_file_chooser() as chooser:
        page.get_by_test_id("picture-another").click()
    chooser.value.set_files({"name": PNG, "mimeType": "image/png", "buffer": other_file})
    expect_text(page, "41")
    page.get_by_test_id("picture-clear").click()
    expect(page.get_by_test_id("guess")).to_have_text("")
    expect(page.get_by_test_id("digit-0")).not_to_be_attached()
    expect(page.get_by_test_id("picture-file")).to_be_focused()


def test_the_picture_is_there_again_after_another_mode(page, year_file):
    choose(page, year_file)
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


def test_another_network_reads_the_picture_again(page, year_file):
    choose(page, year_file)
    expect_text(page, "2026")
    settled_guess(page)
    before = page.evaluate("readings.length")
    page.get_by_test_id("model").select_option("notebook")
    settle(page, lambda: page.evaluate("readings.length") > before)
    assert page.evaluate("readings.at(-1).width") == 800


def test_what_was_read_can_be_copied(page, year_file):
    choose(page, year_file)
    expect_text(page, "2026")
    page.get_by_test_id("picture-copy").click()
    expect(page.get_by_test_id("note")).to_have_text("Text copied")
    assert page.evaluate("navigator.clipboard.readText()") == "2026"


def test_what_was_read_is_said_once(page, year_file):
    page.evaluate(
        """() => {
          window.said = [];
          const output = document.querySelector("[data-testid=announcement]");
          const watcher = new MutationObserver(() => said.push(output.textContent));
          watcher.observe(output, {childList: true});
        }"""
    )
    choose(page, year_file)
    settle(page, lambda: page.evaluate("said.length") > 0)
    page.get_by_test_id("digit-1").click()
    page.wait_for_timeout(1000)
    assert page.evaluate("said") == ["1 line, 4 digits: 2026"]


@pytest.mark.full
def test_stages_are_told(new_page, server, year_file):
    page = new_page(viewport=TALL)
    page.goto(server.url)
    page.get_by_test_id("mode-picture").check()
    server.faults["image-worker.js"] = held
    choose(page, year_file)
    expect(page.get_by_test_id("picture").get_by_role("status")).to_have_text("Opening the picture")
    wait_until_ready(page)
    server.released.set()
    expect_text(page, "2026")
    expect(page.get_by_test_id("picture").get_by_role("status", include_hidden=True)).to_have_text(
        ""
    )
    expect(page.get_by_test_id("status")).to_contain_text("Read in")


@pytest.mark.full
def test_a_start_asks_for_nothing_of_it_and_after_one_visit_it_works_offline(
    new_page, server, year_file
):
    page = new_page(viewport=TALL, service_workers="allow")
    page.goto(server.url)
    wait_until_ready(page)
    parts = {"picture-mode.js", "picture-mode.css", "image-worker.js"}
    assert not parts & set(server.requests)
    wait_until_kept(page)
    server.stop()
    page.reload()
    page.get_by_test_id("mode-picture").check()
    choose(page, year_file)
    expect_text(page, "2026")
