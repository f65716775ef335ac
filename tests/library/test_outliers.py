import numpy as np
import pytest

from inkglass.outliers import PARSED, outliers

DIGITS = np.zeros((3, 28, 28), np.uint8)
DIGITS[:, 4:24, 10:18] = [[[255]], [[200]], [[150]]]


@pytest.fixture(scope="module")
def images():
    return outliers(300, DIGITS, np.random.default_rng(0))


def test_outliers_are_what_the_network_sees(images):
    assert images.shape == (300, 28, 28)
    assert images.dtype == np.uint8
    assert (images.max(axis=(1, 2)) > 180).all()


def test_no_two_drawn_ones_are_the_same(images):
    assert len(np.unique(images.reshape(300, -1), axis=0)) > 285


def test_several_digits_stay_apart_or_touch():
    several = outliers(200, DIGITS, np.random.default_rng(1))
    gaps = [(np.diff(image.max(axis=0).astype(bool).astype(int)) == 1).sum() for image in several]

    assert max(gaps) >= 3


def test_the_same_seed_makes_the_same(images):
    assert np.array_equal(
        outliers(5, DIGITS, np.random.default_rng(0)),
        outliers(5, DIGITS, np.random.default_rng(0)),
    )


def test_every_sign_has_paths_of_points():
    for signs in PARSED.values():
        assert len(signs) > 30
        assert all(path.ndim == 2 and path.shape[1] == 2 for paths in signs for path in paths)
