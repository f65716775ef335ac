"""Drawn digits are read right, wherever and however they are drawn."""

import pytest
from digits import DIGITS, MIDDLE, draw, draw_with_finger, draw_with_pen, strokes
from reading import settled_guess, wait_until_ready

BOXES = {
    "small": (0.42, 0.38, 0.16, 0.24),
    "large": (0.2, 0.1, 0.6, 0.8),
    "top left": (0.06, 0.06, 0.28, 0.42),
    "top right": (0.66, 0.06, 0.28, 0.42),
    "bottom left": (0.06, 0.52, 0.28, 0.42),
    "bottom right": (0.66, 0.52, 0.28, 0.42),
}
RIGHT = {digit: str(digit) for digit in DIGITS}


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_drawn_with_the_mouse_is_read(ready_page, digit):
    draw(ready_page, digit)
    assert settled_guess(ready_page) == str(digit)


def read_all(page, draw_one):
    guesses = {}
    for digit in DIGITS:
        draw_one(digit)
        guesses[digit] = settled_guess(page)
        page.get_by_test_id("clear").click()
    return guesses


@pytest.mark.parametrize("place", BOXES)
def test_digits_are_read_at_any_size_and_place(ready_page, place):
    assert read_all(ready_page, lambda digit: draw(ready_page, digit, BOXES[place])) == RIGHT


@pytest.mark.parametrize("pressure", [0.05, 1.0], ids=["thin", "thick"])
def test_digits_are_read_thin_and_thick(ready_page, pressure):
    def draw_one(digit):
        for stroke in strokes(digit, MIDDLE):
            draw_with_pen(ready_page, stroke, pressure)

    assert read_all(ready_page, draw_one) == RIGHT


def test_digits_drawn_with_a_finger_are_read(new_page, server):
    page = new_page(has_touch=True, viewport={"width": 390, "height": 844})
    page.goto(server.url)
    wait_until_ready(page)

    def draw_one(digit):
        for stroke in strokes(digit):
            draw_with_finger(page, stroke)

    assert read_all(page, draw_one) == RIGHT
