import numpy as np
import pytest

from inkglass.imaging.components import label
from inkglass.synthetic.outliers import DRAWN, SHARES, outliers

DIGITS = np.zeros((3, 28, 28), np.uint8)
DIGITS[:, 4:24, 10:18] = [[[255]], [[200]], [[150]]]
LABELS = np.array([1, 4, 7])


@pytest.fixture(scope="module")
def images():
    return outliers(300, DIGITS, LABELS, np.random.default_rng(0))


def test_outliers_are_what_the_network_sees(images):
    assert images.shape == (300, 28, 28)
    assert images.dtype == np.uint8
    assert (images.max(axis=(1, 2)) > 140).all()


def test_no_two_drawn_ones_are_the_same(images):
    assert len(np.unique(images.reshape(300, -1), axis=0)) > 270  # single dots are alike


def test_the_same_seed_makes_the_same(images):
    assert np.array_equal(
        outliers(5, DIGITS, LABELS, np.random.default_rng(0)),
        outliers(5, DIGITS, LABELS, np.random.default_rng(0)),
    )


def test_every_kind_has_a_share():
    assert SHARES.keys() == {*DRAWN, "altered", "several"}


def test_an_arc_is_open_on_one_side_whichever_that_is(rng):
    gaps = []
    for _ in range(60):
        rows, columns = np.nonzero(DRAWN["arcs"](rng))
        middles = (np.ptp(values) / 2 + values.min() for values in (rows, columns))
        away = np.array([rows, columns]) - np.array(list(middles))[:, None]
        gaps.append(away.mean(axis=1) > 0)

    assert len(np.unique(gaps, axis=0)) == 4
    assert np.sum(gaps, axis=0) == pytest.approx(30, abs=15)


def test_a_blot_is_not_as_high_and_slim_as_a_one(rng):
    for _ in range(300):
        rows, columns = (np.ptp(places) + 1 for places in np.nonzero(DRAWN["blots"](rng)))
        assert rows < 2.2 * columns


def test_stripes_seldom_run_into_one_another(rng):
    counts = np.array([label(DRAWN["stripes"](rng) > 60)[1] for _ in range(400)])

    assert counts.max() == 6
    assert np.mean(counts < 3) < 0.05
