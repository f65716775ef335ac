"""Whole numbers: found, boxed, read, and each digit's bars on tap."""

import json
from itertools import pairwise
from math import sin

import pytest
from digits import draw, draw_stroke, strokes
from numbers_on_pad import (
    box_of,
    draw_number,
    found_digits,
    last_digits,
    open_number_mode,
    selected,
)
from numpy.testing import assert_allclose
from PIL import Image
from playwright.sync_api import expect
from reading import (
    ink,
    probabilities,
    settle,
    settled_guess,
    shown_network_input,
    wait_for,
    wait_until_ready,
)
from volumes import rows

CLIPBOARD = ["clipboard-read", "clipboard-write"]
# So that no click scrolls the pad away.
TALL = {"width": 1280, "height": 1300}
PHONE = {"width": 390, "height": 844}
SIZES = pytest.mark.parametrize("size", rows({"desk": TALL, "phone": PHONE}, "phone"))


@pytest.fixture(scope="module")
def context_options():
    return {"permissions": CLIPBOARD, "viewport": TALL}


@pytest.fixture
def page(ready_page):
    open_number_mode(ready_page)
    return ready_page


@SIZES
def test_a_number_drawn_with_the_mouse_is_read_whole(page, size):
    page.set_viewport_size(size)
    draw_number(page, "2026")
    assert settled_guess(page) == "2026"
    digits = found_digits(page)
    assert [label for label, _ in digits] == list("2026")
    confidence = float(page.get_by_test_id("guess").get_attribute("data-confidence"))
    assert confidence == min(confidence for _, confidence in digits)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_5_whose_bar_is_apart_is_one_digit(page):
    draw_number(page, "3")
    left, top, width, height = box_of(1)
    body, bar = strokes(5, (left, top, width, height))
    draw_stroke(page, body)
    draw_stroke(page, [(x + 0.012, y - 0.05) for x, y in bar])
    assert settled_guess(page) == "35"


@pytest.mark.full
def test_digits_drawn_overlapping_in_time_are_two_where_they_are_apart(page):
    four, five = strokes(4, box_of(0)), strokes(5, box_of(1))
    for one, other in zip(four, five, strict=True):
        draw_stroke(page, one)
        draw_stroke(page, other)
    assert settled_guess(page) == "45"


@pytest.mark.full
@pytest.mark.parametrize("number", rows(["3503", "8068"], "3503"))
def test_digits_that_touch_are_told_apart_by_their_strokes(page, number):
    left, top, width, height = box_of(0)
    for i, digit in enumerate(number):
        draw(page, int(digit), (left + 0.84 * i * width, top, width, height))
    assert settled_guess(page) == number
    boxes = [box.bounding_box() for box in page.locator(".box").all()]
    assert all(one["x"] + one["width"] > other["x"] for one, other in pairwise(boxes))


@pytest.mark.full
def test_a_long_wavy_stroke_is_no_number(page):
    draw_stroke(page, [(0.05 + 0.015 * i, 0.5 + 0.3 * sin(i)) for i in range(60)])
    assert settled_guess(page) == "?"


def test_a_digit_drawn_later_in_front_is_read_first(page):
    draw(page, 7, box_of(1))
    draw(page, 3, box_of(0))
    assert settled_guess(page) == "37"


def test_each_digit_is_boxed_where_it_was_drawn(page):
    draw_number(page, "406")
    settled_guess(page)
    pad = page.get_by_test_id("pad").bounding_box()
    boxes = [box.bounding_box() for box in page.locator(".box").all()]
    assert len(boxes) == 3
    for i, (digit, box) in enumerate(zip((4, 0, 6), boxes, strict=True)):
        points = [point for stroke in strokes(digit, box_of(i)) for point in stroke]
        for side, length, name in ((0, "width", "x"), (1, "height", "y")):
            places = [pad[name] + point[side] * pad[length] for point in points]
            # Half a line, and some air, round the middle of the pen.
            round_it = (7 + 6) / 700 * pad["width"]
            assert box[name] == pytest.approx(min(places) - round_it, abs=5)
            assert box[name] + box[length] == pytest.approx(max(places) + round_it, abs=5)


def test_one_can_draw_within_a_box(page):
    draw_number(page, "0")
    settled_guess(page)
    drawn = ink(page)
    draw_stroke(page, [(0.1, 0.45), (0.12, 0.55)])
    assert ink(page) > drawn


def test_the_least_sure_digit_is_selected_until_another_is_chosen(page):
    draw_number(page, "2026")
    confidences = [confidence for _, confidence in found_digits(page)]
    least = confidences.index(min(confidences))
    assert selected(page) == least
    other = (least + 1) % 4
    page.get_by_test_id(f"digit-{other}").click()
    assert selected(page) == other


def test_the_selected_digits_bars_and_pixels_are_shown(page):
    draw_number(page, "174")
    settled_guess(page)
    for i, digit in enumerate(last_digits(page)):
        page.get_by_test_id(f"digit-{i}").click()
        assert_allclose(probabilities(page), digit["probabilities"], atol=5e-7)
        assert shown_network_input(page) == digit["networkInput"]
        emphasised = page.locator(".box").nth(i)
        assert "box--selected" in emphasised.get_attribute("class").split()
        expect(page.locator(".box--selected")).to_have_count(1)


def test_a_choice_stays_with_its_digit_while_one_draws_on(page):
    draw(page, 3, box_of(1))
    draw(page, 7, box_of(2))
    settled_guess(page)
    page.get_by_test_id("digit-1").click()
    draw(page, 1, box_of(0))
    assert settled_guess(page) == "137"
    assert selected(page) == 2


def test_a_digit_is_selected_by_keyboard(page):
    draw_number(page, "26")
    settled_guess(page)
    other = 1 - selected(page)
    page.get_by_test_id(f"digit-{other}").focus()
    page.keyboard.press("Enter")
    assert selected(page) == other
    expect(page.get_by_test_id(f"digit-{other}")).to_be_focused()


def test_undo_takes_a_digit_away_and_clear_all(page):
    draw_number(page, "17")
    assert settled_guess(page) == "17"
    page.get_by_test_id("undo").click()
    assert settled_guess(page) == "1"
    page.get_by_test_id("redo").click()
    assert settled_guess(page) == "17"
    page.get_by_test_id("clear").click()
    assert settled_guess(page) == ""
    assert page.get_by_test_id("guess").get_attribute("data-confidence") is None
    assert probabilities(page) == [0] * 10
    expect(page.locator(".box")).to_have_count(0)


@pytest.mark.full
def test_a_reload_keeps_the_number(page):
    draw_number(page, "58")
    settled_guess(page)
    page.reload()
    wait_until_ready(page)
    expect(page.get_by_test_id("guess")).to_have_text("58")


@pytest.mark.full
def test_a_link_opens_the_number_where_a_digit_was_drawn_and_loses_neither(page, new_page):
    draw_number(page, "301")
    settled_guess(page)
    page.get_by_test_id("copy-link").click()
    expect(page.get_by_test_id("note")).to_have_text("Link copied")
    link = page.evaluate("navigator.clipboard.readText()")
    other = new_page(viewport=TALL)
    other.goto(link.partition("#")[0])
    draw(other, 4)
    other.goto(link)
    expect(other.get_by_test_id("mode-number")).to_be_checked()
    wait_until_ready(other)
    expect(other.get_by_test_id("guess")).to_have_text("301")
    other.get_by_test_id("mode-digit").click()
    assert settled_guess(other) == "4"


def test_a_link_of_a_number_without_its_first_character_is_damaged(page):
    draw_number(page, "1")
    page.get_by_test_id("copy-link").click()
    expect(page.get_by_test_id("note")).to_have_text("Link copied")
    url, _, code = page.url.partition("#")
    page.goto("about:blank")
    page.goto(f"{url}#{code[1:]}")
    expect(page.get_by_test_id("note")).to_contain_text("damaged")


@pytest.mark.full
def test_a_number_is_saved_as_a_wide_picture(page):
    draw_number(page, "12")
    settled_guess(page)
    with page.expect_download() as download:
        page.get_by_test_id("save-png").click()
    assert download.value.suggested_filename == "inkglass-12.png"
    assert Image.open(download.value.path()).size == (2800, 1120)


@pytest.mark.full
def test_a_replay_ends_with_the_number(page):
    draw_number(page, "12")
    drawn = ink(page)
    page.get_by_test_id("replay").click()
    expect(page.get_by_test_id("replay")).to_have_text("Replay")  # it is "Stop" until the end
    assert ink(page) == drawn
    assert settled_guess(page) == "12"


@pytest.mark.full
def test_a_number_can_be_drawn_with_keys(page):
    page.get_by_test_id("pad").focus()
    for _ in range(2):
        page.keyboard.press("Space")
        for _ in range(8):
            page.keyboard.press("Shift+ArrowDown")
        page.keyboard.press("Space")
        for _ in range(8):
            page.keyboard.press("Shift+ArrowUp")
        for _ in range(6):
            page.keyboard.press("Shift+ArrowRight")
    assert settled_guess(page) == "11"


def test_random_test_digits_lie_side_by_side_and_are_named(page):
    page.evaluate("Math.random = () => 0.5")
    page.get_by_role("button", name="Random number").click()
    expect(page.get_by_test_id("true-label")).to_contain_text("it is")
    kept = json.loads(page.evaluate("sessionStorage.getItem('inkglass:number')"))
    labels = "".join(str(mark["label"]) for mark in kept)
    assert len(labels) == 4
    expect(page.get_by_test_id("true-label")).to_contain_text(labels)
    settled_guess(page)
    expect(page.locator(".box")).to_have_count(4)


def test_the_number_is_said_once_the_pen_is_up(page):
    draw_number(page, "26")
    wait_for(page, "document.querySelector('[data-testid=announcement]').textContent !== ''")
    said = page.get_by_test_id("announcement").inner_text()
    assert said.startswith("26. Least sure: ")


@pytest.mark.full
@SIZES
def test_no_state_moves_another_part(page, size):
    page.set_viewport_size(size)
    page.evaluate("document.fonts.ready")
    parts = [
        "pad",
        "undo",
        "clear",
        "replay",
        "guess",
        "network-input",
        "status",
        "probability-9",
    ]

    def places():
        page.evaluate("scrollTo(0, 0)")
        return {name: page.get_by_test_id(name).bounding_box() for name in parts}

    blank = places()
    draw_number(page, "2026")
    settled_guess(page)
    assert places() == blank


@pytest.mark.full
@SIZES
def test_a_long_number_fits(page, size):
    page.set_viewport_size(size)
    for i in range(12):
        draw(page, 1, (0.02 + 0.08 * i, 0.2, 0.05, 0.6))
    settle(page, lambda: len(found_digits(page)) == 12)
    last = page.get_by_test_id("digit-11").bounding_box()
    assert last["x"] + last["width"] <= size["width"]
    assert last["width"] >= 24
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
