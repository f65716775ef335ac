import numpy as np
import pytest
from strokes import draw

from inkglass.picture.close_up import close_up_ink
from inkglass.picture.photograph import read_photograph
from inkglass.reading.drawing import network_tensor


@pytest.fixture
def predict(notebook):
    return lambda images: notebook.network.predict(network_tensor(images))


def tight(digit, size):
    """Return a digit's ink alone, 255 on 0, in a box `size` pixels high."""
    ink = draw(digit, size=round(size / 0.77))
    rows, columns = np.nonzero(ink)
    return ink[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def read(pixels, predict):
    return [
        "".join(str(digit.probabilities.argmax()) for digit in line)
        for line in read_photograph(pixels, predict)
    ]


@pytest.mark.parametrize("size", [20, 90, 500, pytest.param(1000, marks=pytest.mark.full)])
@pytest.mark.parametrize("light", [False, True])
@pytest.mark.parametrize("digit", [0, 1, 3, 7])
def test_a_digit_that_fills_the_picture_is_read(predict, digit, light, size):
    ink = tight(digit, size)

    ((found,),) = read_photograph(ink if light else (230 - 0.8 * ink).astype(np.uint8), predict)

    assert found.probabilities.argmax() == digit
    left, top, width, height = found.box
    assert max(abs(left), abs(top)) <= 3
    assert abs(width - ink.shape[1]) <= 4
    assert abs(height - ink.shape[0]) <= 4


@pytest.mark.parametrize("margin", [0, 2])
def test_a_number_that_fills_the_picture_is_read(predict, margin):
    ink = np.hstack([np.pad(tight(digit, 60)[:60], [(0, 0), (margin, 12)]) for digit in (7, 2, 3)])

    assert read(255 - ink, predict) == ["723"]


def test_ink_of_a_close_up_is_from_its_ground_to_its_darkest():
    levels = np.full((40, 30), 210, np.float32)
    levels[5:35, 10:20] = 60
    levels[20, 15] = 135
    levels[0, 0] = 205

    ink, size = close_up_ink(levels)

    assert size == 1
    assert set(np.unique(ink)) == {0, 128, 255}
    assert ink[20, 15] == 128


def test_a_large_close_up_is_made_smaller():
    ink, size = close_up_ink(tight(3, 1000).astype(np.float32))

    assert size == 3
    assert ink.shape[0] == -(-len(tight(3, 1000)) // 3)


def framed(ink):
    inside = np.pad(ink, 12)
    return np.pad(np.pad(inside, 4, constant_values=255), 10)


def underlined(ink):
    inside = np.pad(ink, [(10, 12), (30, 30)])
    inside[-6:-3, 10:-10] = 255
    return inside


NONE = {
    "blank": np.full((40, 30), 200),
    "of hardly any contrast": 200 - tight(3, 40) // 10,
    "of two lines": np.vstack([np.pad(tight(3, 40), 4), np.pad(tight(3, 40), 4)]),
    "of a framed digit": framed(tight(3, 40)),
    "underlined": underlined(tight(3, 40)),
    "of a small digit": np.pad(tight(3, 40), 100),
}


@pytest.mark.parametrize("kind", NONE)
def test_a_picture_is_no_close_up(kind):
    assert close_up_ink(NONE[kind].astype(np.float32)) is None
