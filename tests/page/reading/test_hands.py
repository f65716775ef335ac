"""Digits in pen strokes, drawn on the page's own pad: hands that no network was trained on.

With --full all are read. Without it there are fewer of each way, and the same shares to reach.
"""

import pytest
from hands.growth import flicker, growths
from hands.others import all_others
from hands.reading import NO_ANSWER, accuracies, answers, hands, images_of, unsteadiness
from hands.writing import EACH, all_drawings

from inkglass.data import mnist
from inkglass.formats.model_file import load_model


@pytest.fixture(scope="module")
def default(models_folder):
    return load_model(models_folder / "default.npz")


def test_hands_are_read(browser, default, full):
    drawings, images = hands(browser, EACH if full else 10)
    found = answers(default, images)
    total, classes, _ = accuracies(drawings, found)

    assert (found == NO_ANSWER).mean() <= 0.01
    assert total >= 0.98
    assert min(classes.values()) >= 0.95, classes


@pytest.mark.full
def test_place_size_and_line_width_do_not_change_the_answer(browser, default, full):
    assert unsteadiness(default, browser, 8 if full else 4) <= 0.005


def test_the_answer_does_not_flicker_while_a_drawing_grows(browser, default, full):
    # Of 26 drawings none may have an answer that comes back, where of 77 one may.
    drawings = list(all_drawings(each=1))[:: 1 if full else 3]
    read, shown = flicker(default, browser, drawings, growths(browser, drawings))

    assert shown.drawings == (77 if full else 26)
    assert shown.returning <= 0.02 * shown.drawings
    assert shown.changes < read.changes


@pytest.mark.full
def test_what_is_no_digit_gets_no_answer(browser, default, full):
    drawings = list(all_others() if full else all_others(each=3, others=36))

    assert len(drawings) > (900 if full else 300)
    assert (answers(default, images_of(browser, drawings)) == NO_ANSWER).mean() >= 0.9


def test_digits_of_the_test_set_get_an_answer(default):
    images, _ = mnist.read_test(mnist.find_folder())

    assert (answers(default, images) == NO_ANSWER).mean() <= 0.01
