"""Drawn digits are read right, wherever and however they are drawn."""

import pytest
from digits import DIGITS, MIDDLE, draw, draw_with_finger, draw_with_pen, strokes
from reading import settled_guess, wait_until_ready
from volumes import rows

BOXES = {
    "small": (0.42, 0.38, 0.16, 0.24),
    "large": (0.2, 0.1, 0.6, 0.8),
    "top left": (0.06, 0.06, 0.28, 0.42),
    "top right": (0.66, 0.06, 0.28, 0.42),
    "bottom left": (0.06, 0.52, 0.28, 0.42),
    "bottom right": (0.66, 0.52, 0.28, 0.42),
}
# Each in two of the places, each of these with digits of one stroke and of two, straight and round.
DIGITS_AT = {
    "small": (0, 4, 7),
    "large": (2, 5, 8),
    "top left": (1, 3, 4, 6),
    "top right": (5, 7, 9),
    "bottom left": (0, 1, 8, 9),
    "bottom right": (2, 3, 6),
}
FEW = (1, 4, 8)


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_drawn_with_the_mouse_is_read(ready_page, digit):
    draw(ready_page, digit)
    assert settled_guess(ready_page) == str(digit)


def read_all(page, draw_one, digits):
    guesses = {}
    for digit in digits:
        draw_one(digit)
        guesses[digit] = settled_guess(page)
        page.get_by_test_id("clear").click()
    return guesses


def right(digits):
    return {digit: str(digit) for digit in digits}


def read_at(page, place, digits):
    return read_all(page, lambda digit: draw(page, digit, BOXES[place]), digits)


@pytest.mark.full
@pytest.mark.parametrize("place", rows(list(BOXES), "bottom left"))
def test_digits_are_read_at_any_size_and_place(ready_page, place):
    digits = DIGITS_AT[place]
    assert read_at(ready_page, place, digits) == right(digits)


@pytest.mark.full
@pytest.mark.parametrize("place", BOXES)
def test_every_digit_is_read_at_any_size_and_place(ready_page, place):
    assert read_at(ready_page, place, DIGITS) == right(DIGITS)


@pytest.mark.parametrize("pressure", [0.05, 1.0], ids=["thin", "thick"])
def test_digits_are_read_thin_and_thick(ready_page, pressure):
    def draw_one(digit):
        for stroke in strokes(digit, MIDDLE):
            draw_with_pen(ready_page, stroke, pressure)

    assert read_all(ready_page, draw_one, FEW) == right(FEW)


def test_digits_drawn_with_a_finger_are_read(new_page, server):
    page = new_page(has_touch=True, viewport={"width": 390, "height": 844})
    page.goto(server.url)
    wait_until_ready(page)

    def draw_one(digit):
        for stroke in strokes(digit):
            draw_with_finger(page, stroke)

    assert read_all(page, draw_one, FEW) == right(FEW)
