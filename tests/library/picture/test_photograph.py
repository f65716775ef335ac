from itertools import product

import numpy as np
import pytest
from strokes import draw

from inkglass.picture.photograph import read_photograph
from inkglass.reading.drawing import network_tensor

LEVELS_OF_ALL = 0, 128, 255  # of pictures without anything in them
HUGE = 1, 3_000_000
LEVELS = {"dark on light": (230, 40), "light on dark": (30, 220)}


@pytest.fixture
def predict(notebook):
    return lambda images: notebook.network.predict(network_tensor(images))


def picture(digits, ground, ink, rows=1, size=100):
    """Grey bytes with `digits` in equal rows on a sheet with a wide margin."""
    columns = len(digits) // rows
    sheet = np.zeros((rows * size + 2 * size, columns * size + 2 * size), np.uint8)
    for i, digit in enumerate(digits):
        top, left = size * (1 + i // columns), size * (1 + i % columns)
        sheet[top : top + size, left : left + size] = draw(digit, size=size)
    return (ground + (ink - ground) * (sheet / 255)).astype(np.uint8)


def labels(lines):
    return ["".join(str(digit.probabilities.argmax()) for digit in line) for line in lines]


@pytest.mark.parametrize("levels", LEVELS.values(), ids=LEVELS)
def test_digits_are_read_line_by_line(predict, levels):
    lines = read_photograph(picture([7, 3, 2, 0], *levels, rows=2), predict)

    assert labels(lines) == ["73", "20"]


def test_boxes_are_where_the_ink_is(predict):
    pixels = picture([7], 255, 0)
    rows, columns = np.nonzero(pixels < 128)

    ((digit,),) = read_photograph(pixels, predict)

    left, top, width, height = digit.box
    found = [left, top, left + width, top + height]
    there = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    assert np.abs(np.subtract(found, there)).max() <= 2
    assert digit.image.shape == (28, 28)
    assert digit.image.max() == 255


def test_colours_and_a_transparent_ground_are_read_like_grey(predict):
    grey = picture([7, 2], 255, 0)
    clear = np.zeros((*grey.shape, 4), np.uint8)
    clear[..., 3] = 255 - grey

    assert labels(read_photograph(np.dstack([grey] * 3 + [np.full_like(grey, 255)]), predict)) == (
        labels(read_photograph(grey, predict))
    )
    assert labels(read_photograph(clear, predict)) == ["72"]


@pytest.mark.parametrize(
    ("shape", "level"),
    [
        *product([(1, 1), (1, 20000), (20000, 1), (2, 2), (300, 400)], LEVELS_OF_ALL),
        (HUGE, 128),
        *(pytest.param(HUGE, level, marks=pytest.mark.full) for level in (0, 255)),
    ],
)
def test_an_even_picture_has_no_digits(predict, shape, level):
    for pixels in (np.full(shape, level, np.uint8), np.full((*shape, 4), level, np.uint8)):
        assert read_photograph(pixels, predict) == []


def test_what_is_transparent_has_no_digits(predict, rng):
    pixels = rng.integers(0, 256, (200, 300, 4), np.uint8)
    pixels[..., 3] = 0

    assert read_photograph(pixels, predict) == []


def test_noise_has_no_digits(predict, rng):
    pixels = rng.normal(150, 12, (400, 500)).clip(0, 255).astype(np.uint8)

    assert read_photograph(pixels, predict) == []


@pytest.mark.parametrize(
    ("pixels", "message"),
    [
        (np.zeros((4, 4, 3), np.uint8), r"\(H, W, 4\) or \(H, W\).*\(4, 4, 3\)"),
        (np.zeros((0, 4), np.uint8), r"\(0, 4\)"),
        (np.zeros((4, 4)), "uint8.*float64"),
        ([[0]], "uint8.*list"),
    ],
)
def test_what_is_no_picture_is_a_value_error(predict, pixels, message):
    with pytest.raises(ValueError, match=message):
        read_photograph(pixels, predict)
