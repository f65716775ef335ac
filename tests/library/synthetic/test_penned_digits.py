import numpy as np
import pytest

from inkglass.synthetic.penned_digits import WAYS, penned_digits


@pytest.fixture(scope="module")
def made():
    return penned_digits(400, np.random.default_rng(0))


def test_digits_are_what_the_network_sees(made):
    images, labels = made

    assert images.shape == (400, 28, 28)
    assert images.dtype == np.uint8
    assert (images.max(axis=(1, 2)) == 255).all()
    assert labels.shape == (400,)


def test_every_digit_is_there_as_often(made):
    counts = np.bincount(made[1], minlength=10)

    assert len(counts) == len(WAYS) == 10
    assert counts.min() > 20


def test_ones_are_slim_and_zeros_surround_nothing_or_a_slash(made):
    images, labels = made
    widths = (images.max(axis=1) > 100).sum(axis=1)

    assert widths[labels == 1].mean() < 0.8 * widths[labels == 0].mean()
    middles = images[labels == 0][:, 12:16, 12:16].max(axis=(1, 2)) > 100
    assert 0.3 < middles.mean() < 0.9


def test_lines_are_from_hair_thin_to_thick(made):
    images, _ = made
    inked = (images / 255).sum(axis=(1, 2))

    assert np.quantile(inked, 0.95) > 3 * np.quantile(inked, 0.05)


def test_no_two_are_the_same(made):
    assert len(np.unique(made[0].reshape(400, -1), axis=0)) == 400


def test_the_same_seed_draws_the_same():
    (images, labels), again = (penned_digits(40, np.random.default_rng(0)) for _ in range(2))

    assert np.array_equal(images, again[0])
    assert np.array_equal(labels, again[1])
