from itertools import islice

import numpy as np
import pytest

from hands.paths import WAYS
from hands.steadiness import families, unsteady
from hands.writing import PAD, all_drawings, parse, smooth

TEXTS = [text for ways in WAYS.values() for text in ways.values()]


@pytest.fixture(scope="module")
def drawings():
    return list(all_drawings(each=5))


def test_there_are_enough_ways_of_each_digit():
    assert set(WAYS) == set("0123456789")
    assert sum(map(len, WAYS.values())) >= 60
    assert min(map(len, WAYS.values())) >= 7
    assert len(set(TEXTS)) == len(TEXTS)


def test_all_drawings_are_more_than_five_thousand():
    assert 70 * len(TEXTS) >= 5000
    assert sum(1 for _ in islice(all_drawings(), 80)) == 80


def test_drawings_are_on_the_pad_and_of_all_sizes_and_widths(drawings):
    corners = [(np.vstack(d.strokes).min(), np.vstack(d.strokes).max()) for d in drawings]
    heights = [np.ptp(np.vstack(d.strokes)[:, 1]) for d in drawings]
    widths = [d.width for d in drawings]

    assert min(low for low, _ in corners) >= 0
    assert max(high for _, high in corners) <= PAD
    assert min(heights) < 0.3 * PAD < 0.9 * PAD < max(heights)
    assert min(widths) < 3 < 25 < max(widths)


def test_a_fast_hand_leaves_fewer_points(drawings):
    points = [len(np.vstack(d.strokes)) for d in drawings if d.label == "8"]

    assert max(points) > 5 * min(points)


def test_the_same_seed_writes_the_same(drawings):
    for one, other in zip(all_drawings(each=5), drawings, strict=True):
        assert one.width == other.width
        assert all(map(np.array_equal, one.strokes, other.strokes))


def test_a_smooth_path_goes_through_its_points():
    (points,) = parse("0,0 50,20 20,60 80,100")

    path = smooth(points)

    distances = np.hypot(*(points[:, None] - path).transpose(2, 0, 1)).min(axis=1)
    assert distances.max() < 1e-9


def test_a_corner_stays_sharp():
    (rounded,), (sharp,) = parse("0,0 100,0 100,100"), parse("0,0 100,0 100,0 100,100")

    assert smooth(sharp).max() == 1
    assert smooth(rounded).max() > 1


def test_a_family_differs_in_place_size_and_width_alone():
    one, other, *_ = next(families(4))

    for a, b in zip(one.strokes, other.strokes, strict=True):
        a, b = ((points - points[0]) / np.ptp(points[:, 1]) for points in (a, b))
        assert np.allclose(a, b)
    assert one.width != other.width


def test_families_are_on_the_pad():
    for family in families(10):
        for drawing in family:
            points = np.vstack(drawing.strokes)
            assert points.min() > drawing.width / 2
            assert points.max() < PAD - drawing.width / 2


def test_only_confident_answers_count_as_unsteady():
    certain = np.eye(3)[[0, 0, 1]]
    doubtful = np.array([[0.1, 0.5, 0.4]])

    assert unsteady(np.vstack([certain, doubtful])) == (1, 3)
    assert unsteady(doubtful) == (0, 0)
