"""Words of digits and of letters, with the network that the page reads with."""

from pathlib import Path

import numpy as np
import pytest
from hands.numbers import inked
from hands.others import LETTERS
from hands.paths import WAYS
from hands.writing import written

from inkglass.formats.model_file import load_model
from inkglass.imaging.components import label
from inkglass.picture.marks import find_marks
from inkglass.picture.words import read_lines
from inkglass.reading.drawing import network_tensor

MODEL = Path(__file__).parents[2] / "web" / "models" / "default.npz"
HEIGHT, INK = 60, 90
TOUCHING = -14  # pixels between digits


@pytest.fixture(scope="module")
def read():
    model = load_model(MODEL)

    def predict(images):
        return model.shown(model.network.predict(network_tensor(images)))

    def read(ink):
        least = model.least_confidence
        lines = read_lines(find_marks(ink, None), predict, least)
        return ["".join(_shown(digit.probabilities, least) for digit in line) for line in lines]

    return read


def _shown(probabilities, least):
    return str(probabilities.argmax()) if probabilities.max() >= least else "?"


def sheet(*lines, gap=14, seed=5):
    """Ink of lines of digits and capital letters in pen strokes; a blank is a wide gap."""
    rng = np.random.default_rng(seed)
    ink = np.zeros((40 + 100 * len(lines), 1600), np.uint8)
    for row, line in enumerate(lines):
        left = 30
        for sign in line:
            if sign == " ":
                left += 60
                continue
            way = next(iter(WAYS[sign].values())) if sign.isdigit() else LETTERS[sign]
            strokes = written(sign, sign, way, rng).strokes
            scale = HEIGHT / np.ptp(np.concatenate(strokes)[:, 1])
            one = inked([points * scale for points in strokes], 6)
            part = ink[20 + 100 * row :, left:][: one.shape[0], : one.shape[1]]
            np.maximum(part, one, out=part)
            left += one.shape[1] + gap
    return ink


def test_lines_of_digits_are_read(read):
    assert read(sheet("2026", "415")) == ["2026", "415"]


def test_letters_give_nothing_and_a_number_beside_them_stays(read):
    assert read(sheet("HAKEM WETMAN 30472")) == ["30472"]
    assert read(sheet("HAKEM", "WETMAN", "XERAF")) == []


def test_a_letter_by_itself_is_no_digit(read):
    assert read(sheet("A")) == ["?"]


def test_digits_that_touch_are_cut(read):
    ink = sheet("3 76", gap=TOUCHING, seed=1)
    _, pieces = label(ink >= INK)

    assert pieces == 2
    assert read(ink) == ["376"]


@pytest.mark.parametrize("where", [0.15, 0.75])
def test_a_broken_digit_is_joined(read, where):
    ink = sheet("4 5 4", seed=2)
    left, right = np.flatnonzero(np.diff(ink.any(axis=0).astype(int)))[[2, 3]] + 1
    rows = np.flatnonzero(ink[:, left:right].any(axis=1))
    middle = rows[int(where * len(rows))]
    ink[middle : middle + 3, left:right] = 0

    assert label(ink >= INK)[1] == 4
    assert read(ink) == ["454"]
