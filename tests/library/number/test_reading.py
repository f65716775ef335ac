"""Numbers in pen strokes, read by the network that is shipped; `tests/hands` has many more."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from strokes import DIGITS

from inkglass.formats.model_file import load_model
from inkglass.number.pen_strokes import covered
from inkglass.number.reading import least_among_digits, read_number
from inkglass.reading.drawing import network_tensor

SHAPE = 200, 600
WIDTH = 10  # of the pen


@pytest.fixture(scope="module")
def model():
    return load_model(Path(__file__).parents[3] / "web" / "models" / "default.npz")


@pytest.fixture
def predict(model):
    return lambda images: model.shown(model.network.predict(network_tensor(images)))


@pytest.fixture
def read(model, predict):
    """Return a function from pixels, and strokes, to the text of what is read."""

    def read(*drawing):
        least = least_among_digits(model.least_confidence)
        found = read_number(drawing[0], predict, least, *drawing[1:])
        best = [digit.probabilities.argmax() for digit in found]
        is_sure = [digit.probabilities.max() >= least for digit in found]
        return "".join(str(b) if sure else "?" for b, sure in zip(best, is_sure, strict=True))

    return read


def written(text, pitch, left=30, top=40, width=80, height=110):
    """Return a number's strokes (n, 3), its digits `pitch` pixels apart."""
    return [
        np.insert(np.array(points) * (width, height) + (left + pitch * i, top), 2, WIDTH, axis=1)
        for i, digit in enumerate(text)
        for points in DIGITS[int(digit)]
    ]


def inked(strokes):
    """Return the pixels of strokes, ink 255 on 0."""
    return np.where(np.any([covered(each, SHAPE) for each in strokes], axis=0), 255, 0).astype(
        np.uint8
    )


@pytest.mark.parametrize("text", ["2026", "450", "13", "7", "98765"])
def test_a_number_is_read_with_and_without_its_strokes(read, text):
    strokes = written(text, 110)

    assert read(inked(strokes)) == text
    assert read(inked(strokes), strokes) == text


@pytest.mark.parametrize("text", ["2026", "450", "3308", "4404"])
def test_digits_that_touch_are_told_apart_by_their_strokes(read, text):
    strokes = written(text, 56)

    assert read(inked(strokes), strokes) == text


@pytest.mark.parametrize("text", ["35", "62", "2026"])
def test_digits_that_touch_a_little_are_cut_apart(read, text):
    strokes = written(text, 74)

    assert read(inked(strokes)) == text


def test_a_stroke_through_two_digits_is_cut(read):
    three, two = written("32", 100)
    joined = np.concatenate([three, two[:1]])

    assert read(inked([joined, two]), [np.concatenate([three, two])]) == "32"


def test_a_5_whose_bar_is_apart_is_one_digit(read):
    body, bar = written("5", 0)
    bar[:, 0] += 8
    bar[:, 1] -= 12

    assert read(inked([body, bar])) == "5"
    assert read(inked([body, bar]), [body, bar]) == "5"


def test_the_order_of_strokes_does_not_matter(read):
    strokes = written("4545", 110)

    assert read(inked(strokes), strokes[::-1]) == "4545"


def test_a_rising_line_is_read(read):
    strokes = written("2026", 110, top=20)
    for stroke in strokes:
        stroke[:, 1] += 70 - 0.15 * stroke[:, 0]

    assert read(inked(strokes)) == "2026"


def test_boxes_and_images_are_those_of_the_digits(predict):
    strokes = written("406", 120)
    found = read_number(inked(strokes), predict, strokes=strokes)

    assert len(found) == 3
    for i, digit in enumerate(found):
        left, top, width, height = digit.box
        assert 25 + 120 * i < left < left + width < 125 + 120 * i
        assert abs(top - 34) < 8
        assert abs(height - 121) < 12
        assert digit.image.shape == (28, 28)
        assert_array_equal(predict(digit.image[None])[0].argmax(), digit.probabilities.argmax())


@pytest.mark.parametrize("waves", [4, 7, 11])
def test_a_long_wavy_stroke_is_no_number(read, waves):
    x = np.linspace(30, 570, 300)
    y = 100 + 60 * np.sin(2 * np.pi * waves * (x - 30) / 540)
    stroke = np.column_stack([x, y, np.full_like(x, WIDTH)])

    assert read(inked([stroke]), [stroke]) == "?"


def test_specks_are_left_out(read):
    pixels = inked(written("26", 130))
    pixels[120:124, 125:129] = 255

    assert read(pixels) == "26"


def test_a_blank_drawing_has_no_digits(read):
    assert read(np.zeros(SHAPE, np.uint8)) == ""
    assert read(np.zeros(SHAPE, np.uint8), written("7", 0)) == ""


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (2, 3)])
def test_a_tiny_or_thin_drawing_is_one_piece(predict, shape):
    found = read_number(np.full(shape, 255, np.uint8), predict)

    assert [digit.box for digit in found] == [(0, 0, *shape[::-1])]


def test_each_image_is_read_once(predict):
    seen = []

    def counting(images):
        seen.extend(image.tobytes() for image in images)
        return predict(images)

    read_number(inked(written("350", 74)), counting)

    assert len(seen) == len(set(seen)) > 3


def test_less_is_asked_of_a_digit_among_others():
    assert 0 < least_among_digits(0.8) < 0.8


@pytest.mark.parametrize(
    "pixels", [np.zeros((2, 2)), np.zeros(4, np.uint8), np.zeros((0, 3), np.uint8), [[0]], None]
)
def test_anything_but_grey_bytes_is_refused(predict, pixels):
    with pytest.raises(ValueError, match="drawing: expected"):
        read_number(pixels, predict)


@pytest.mark.parametrize("stroke", [np.zeros((3, 2)), np.full((2, 3), np.nan), np.zeros((0, 3))])
def test_other_strokes_are_refused(predict, stroke):
    with pytest.raises(ValueError, match="strokes: expected"):
        read_number(np.zeros((9, 9), np.uint8), predict, strokes=[stroke])
