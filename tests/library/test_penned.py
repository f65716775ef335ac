import numpy as np
import pytest

from inkglass.penned import penned_ones


@pytest.fixture(scope="module")
def ones():
    return penned_ones(200, np.random.default_rng(0))


def test_ones_are_what_the_network_sees(ones):
    assert ones.shape == (200, 28, 28)
    assert ones.dtype == np.uint8
    assert (ones.max(axis=(1, 2)) == 255).all()
    assert not ones[:, [0, -1]].any()


def test_most_ink_of_a_one_is_high_and_slim(ones):
    rows, columns = (ones.any(axis=axis).sum(axis=1) for axis in (2, 1))

    assert (rows >= 18).mean() > 0.95
    assert (columns < rows).mean() > 0.95


def test_a_serif_is_on_the_left_of_the_top(ones):
    upper = ones[:, 5:9].astype(float)
    lower = ones[:, 14:18].astype(float)

    assert widths(upper).mean() > 1.3 * widths(lower).mean()


def widths(bands):
    """Return how many columns have ink in each of the bands (N, rows, 28)."""
    return (bands.max(axis=1) > 100).sum(axis=1)


def test_no_two_are_the_same(ones):
    assert len(np.unique(ones.reshape(200, -1), axis=0)) == 200


def test_the_same_seed_draws_the_same(ones):
    assert np.array_equal(penned_ones(5, np.random.default_rng(0)), ones[:5])
