"""Whole numbers of MNIST's test digits and of pen strokes, read by the network that is shipped."""

from pathlib import Path

import numpy as np
import pytest

from hands.numbers import SHAPE, inked, numbers_of_images, numbers_of_strokes
from hands.writing import all_drawings
from inkglass.data.datasets import read_data_set
from inkglass.formats.model_file import load_model
from inkglass.imaging.components import label
from inkglass.nn.losses import softmax
from inkglass.number.reading import least_among_digits, read_number
from inkglass.training.evaluation import logits_of

GOAL = 0.9  # for so few numbers; the bench measures more of them


@pytest.fixture(scope="module")
def model():
    return load_model(Path(__file__).parents[2] / "web" / "models" / "default.npz")


@pytest.fixture(scope="module")
def read(model):
    def read(pixels, strokes=()):
        def predict(images):
            return softmax(logits_of(model.network, images))[:, : len(model.answers)]

        return read_number(pixels, predict, least_among_digits(model.least_confidence), strokes)

    return read


@pytest.fixture(scope="module")
def count(full):
    """How many numbers of a kind: the goals have been met with 10 to 60 of them."""
    return 60 if full else 20


def text_of(found):
    return "".join(str(digit.probabilities.argmax()) for digit in found)


def test_numbers_of_images_are_read(read, count):
    numbers = list(numbers_of_images(*read_data_set().test, count))

    assert np.mean([text_of(read(number.pixels)) == number.digits for number in numbers]) >= GOAL


def test_numbers_of_strokes_are_read(read, count):
    numbers = list(numbers_of_strokes(count))

    assert np.mean([text_of(read(number.pixels)) == number.digits for number in numbers]) >= GOAL


def test_digits_that_touch_are_told_apart_by_their_strokes(read, count):
    numbers = list(numbers_of_strokes(count, touching=True))

    found = [text_of(read(number.pixels, number.strokes)) for number in numbers]

    assert (
        np.mean([text == number.digits for text, number in zip(found, numbers, strict=True)]) >= 0.8
    )


def test_digits_of_images_that_touch_are_told_apart(read, count):
    numbers = list(numbers_of_images(*read_data_set().test, count, touching=True))

    assert np.mean([text_of(read(number.pixels)) == number.digits for number in numbers]) >= 0.45


@pytest.mark.parametrize("waves", [3, 5, 8, 12])
def test_a_long_wavy_stroke_is_no_number(read, waves):
    x = np.linspace(40, 660, 400)
    y = 140 + 80 * np.sin(2 * np.pi * waves * (x - 40) / 620)
    ink = inked([np.column_stack([x, y])], 14)
    stroke = np.column_stack([x - x.min() + 9, y - y.min() + 9, np.full_like(x, 14)])

    assert len(read(ink, [stroke])) <= 3


def test_a_single_digit_is_one(read):
    counts = []
    for drawing in all_drawings(each=1):
        ink = inked(drawing.strokes, drawing.width)
        counts.append(len(read(ink)))

    assert np.mean(np.equal(counts, 1)) >= 0.95


def test_a_blank_pad_has_no_digits(read):
    assert read(np.zeros(SHAPE, np.uint8)) == []


def test_boxes_hold_the_ink_from_left_to_right(read):
    pixels = np.zeros(SHAPE, np.uint8)
    pixels[40:200, 100:112] = pixels[60:220, 300:310] = 255

    found = read(pixels)

    assert [digit.box for digit in found] == [(100, 40, 12, 160), (300, 60, 10, 160)]
    assert text_of(found) == "11"


@pytest.mark.parametrize("kind", ["full", "dots", "checks", "hair"])
def test_what_is_no_number_is_read_too(read, kind):
    y, x = np.indices(SHAPE)
    mask = {
        "full": x >= 0,
        "dots": (x % 12 < 3) & (y % 12 < 3),
        "checks": (x + y) % 2 == 0,
        "hair": np.abs(y - 140 - 120 * np.sin(x / 9)) < 4,
    }[kind]

    found = read(np.where(mask, 255, 0).astype(np.uint8))

    assert 1 <= len(found) <= 48


@pytest.mark.parametrize("shape", [(100, 200), (120, 240)])
def test_a_very_wide_zero_is_one_digit(read, shape):
    y, x = (np.linspace(-1.1, 1.1, extent) for extent in shape)
    distance = np.hypot(x, y[:, None])
    pixels = np.pad(np.where(np.abs(distance - 1) < 0.08, 255, 0).astype(np.uint8), 20)

    assert len(read(pixels)) == 1


def test_composed_digits_do_not_touch():
    for number in numbers_of_images(*read_data_set().training, 20):
        _, count = label(number.pixels >= 32)
        assert count >= len(number.digits)


@pytest.mark.parametrize("pixels", [np.zeros((2, 2)), np.zeros(4, np.uint8), [[0]]])
def test_anything_but_grey_bytes_is_refused(read, pixels):
    with pytest.raises(ValueError, match="expected"):
        read(pixels)
