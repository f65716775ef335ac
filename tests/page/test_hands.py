"""Digits in pen strokes, drawn on the page's own pad: hands that no network was trained on."""

import pytest
from hands.reading import accuracies, hands, unsteadiness

from inkglass.model_file import load_model


@pytest.fixture(scope="module")
def default(models_folder):
    return load_model(models_folder / "default.npz")


def test_hands_are_read(browser, default):
    total, classes, _ = accuracies(default, *hands(browser))

    assert total >= 0.98
    assert min(classes.values()) >= 0.95, classes


def test_place_size_and_line_width_do_not_change_the_answer(browser, default):
    assert unsteadiness(default, browser, 8) <= 0.005
