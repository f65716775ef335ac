from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from inkglass.number.pen_strokes import check_strokes, covered, parted


def near(points, shape):
    """Return how far each pixel's middle is from the nearest line less half of its width."""
    y, x = np.indices(shape) + 0.5
    nearest = np.full(shape, np.inf)
    for start, end in pairwise([points[0], *points]):
        along = (end - start)[:2]
        share = (x - start[0]) * along[0] + (y - start[1]) * along[1]
        share = np.clip(share / max(along @ along, 1e-9), 0, 1)
        away = np.hypot(x - start[0] - share * along[0], y - start[1] - share * along[1])
        nearest = np.minimum(nearest, away - end[2] / 2)
    return nearest


def test_a_stroke_covers_all_its_ink_and_little_more(rng):
    for _ in range(30):
        places = rng.uniform((-20, -20), (90, 70), (5, 2))
        stroke = np.column_stack([places, rng.choice([2, 5, 14], 5)])

        mask = covered(stroke, (50, 70))

        distance = near(stroke, (50, 70))
        assert mask[distance < 0].all()
        assert not mask[distance > 4].any()


def test_a_dot_is_covered():
    mask = covered(np.array([[10.5, 20.5, 6]]), (40, 40))

    y, x = np.nonzero(mask)
    assert (x.min(), x.max(), y.min(), y.max()) == (6, 14, 16, 24)


@pytest.mark.parametrize("place", [(-50, 5), (5, -50), (500, 5), (5, 1e9), (-1e9, -1e9)])
def test_what_is_off_the_pad_is_left_out(place):
    mask = covered(np.array([[*place, 10], [*place, 10]], float), (20, 30))

    assert mask.shape == (20, 30)
    assert not mask.any()


def test_points_are_parted_where_the_number_changes():
    points = np.array([[0, 1, 2, 3], [0, 4, 5, 3], [1, 7, 8, 9]], np.float32)

    first, second = parted(points)

    assert_array_equal(first, [[1, 2, 3], [4, 5, 3]])
    assert_array_equal(second, [[7, 8, 9]])


def test_no_points_are_no_strokes():
    assert parted(np.zeros((0, 4), np.float32)) == []


@pytest.mark.parametrize(
    "stroke",
    [
        np.zeros((0, 3)),
        np.zeros((4, 2)),
        np.zeros(3),
        [["a", "b", "c"]],
        [[0, np.nan, 1]],
        [[0, 1, np.inf]],
        [[0, 1, -1]],
    ],
)
def test_other_strokes_are_refused(stroke):
    with pytest.raises(ValueError, match="strokes: expected"):
        check_strokes([stroke])
