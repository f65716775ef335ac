from pathlib import Path

import numpy as np
import pytest

from inkglass.data import mnist
from inkglass.formats.model_file import load_model
from photographs.composed import photographs
from photographs.reading import scores, scores_of_close_ups, scores_of_clutter
from photographs.scoring import Score, overlap, score

MODELS = Path(__file__).parents[2] / "web" / "models"


@pytest.fixture(scope="module")
def digits():
    return mnist.read_test(mnist.find_folder())


def test_digits_in_photographs_are_found_and_read(digits, full):
    # Of the few, some are in very uneven light: without its levelling both shares are missed.
    count, seed, least = (30, 0, 400) if full else (8, 5, 150)
    total, _ = scores(load_model(MODELS / "default.npz"), *digits, count, seed)

    assert total.digits > least
    assert total.right >= 0.97 * total.digits
    assert total.false <= 0.03 * total.digits


def test_pictures_of_a_digit_and_little_else_are_read(digits):
    kinds = scores_of_close_ups(load_model(MODELS / "default.npz"), *digits, count=60)

    assert len(kinds) == 5
    for kind, found in kinds.items():
        assert found.right >= 0.95 * found.digits, kind


def test_digits_are_told_from_tables_frames_lines_and_letters(digits, full):
    model = load_model(MODELS / "default.npz")
    kinds = scores_of_clutter(model, *digits, count=8 if full else 4)

    assert len(kinds) == 4
    total = sum(kinds.values(), Score())
    assert total.right >= 0.94 * total.digits
    assert total.false <= 0.05 * total.digits


def test_the_same_seed_gives_the_same_photograph(digits):
    one, other = (next(photographs(*digits, 1, seed=3)) for _ in range(2))

    assert np.array_equal(one.pixels, other.pixels)
    assert one.digits == other.digits


def test_boxes_of_digits_are_where_there_is_ink(digits, full):
    for photograph in photographs(*digits, 6 if full else 3):
        grey = photograph.pixels[..., :3].mean(axis=2)
        for _, (left, top, width, height) in photograph.digits:
            part = grey[int(top) : int(top + height) + 1, int(left) : int(left + width) + 1]
            assert np.ptp(part) > 25


def test_overlap_is_shared_area_in_parts_of_all():
    assert overlap((0, 0, 2, 2), (1, 0, 2, 2)) == pytest.approx(1 / 3)
    assert overlap((0, 0, 2, 2), (2, 0, 2, 2)) == 0


def test_each_digit_is_scored_once():
    box, far = (0, 0, 10, 10), (50, 50, 10, 10)

    assert score([("7", box), ("7", box)], [("7", box)]) == Score(1, 1, 1, 1)
    assert score([("1", box), ("?", far)], [("7", box)]) == Score(1, 1, 0, 0)
    assert score([("7", far)], [("7", box)]) == Score(1, 0, 0, 1)
