import numpy as np
import pytest
from numpy.testing import assert_array_equal

from inkglass import augmentation
from inkglass.augmentation import vary, warp

CHANGES = ("SHIFT", "TURN", "STRETCH", "SHEAR", "BEND")


@pytest.fixture
def only(monkeypatch):
    """Switch all changes off but one."""

    def switch(kept=None):
        for name in CHANGES:
            if name != kept:
                monkeypatch.setattr(augmentation, name, 0)
        monkeypatch.setattr(augmentation, "SHARPEN", 1)

    return switch


@pytest.fixture
def bars():
    """Fifty images of an upright bar in the middle."""
    images = np.zeros((50, 28, 28), np.uint8)
    images[:, 4:24, 12:16] = 255
    return images


def columns_of_mass(images):
    """Return the centre of mass of each row of each image, along the row."""
    return (images * np.arange(28)).sum(axis=2) / np.maximum(images.sum(axis=2, dtype=float), 1)


def test_a_warp_by_nothing_changes_nothing(rng, only):
    only()
    images = rng.integers(0, 256, (5, 28, 28), np.uint8)

    assert_array_equal(warp(images, rng)[:, :-1, :-1], images[:, :-1, :-1])


def test_a_shift_moves_by_up_to_a_pixel(rng, only, bars):
    only("SHIFT")

    moved = columns_of_mass(warp(bars, rng))[:, 14] - 13.5

    assert 0.8 < np.abs(moved).max() <= 1.01
    assert moved.min() < 0 < moved.max()


def test_a_shear_leans_about_the_middle(rng, only, bars):
    only("SHEAR")

    columns = columns_of_mass(warp(bars, rng)) - 13.5

    lean = columns[:, 20] - columns[:, 7]
    assert 1.5 < np.abs(lean).max() <= 0.2 * 13 + 0.1
    assert np.abs(columns[:, 13:15].mean(axis=1)).max() < 0.1


def test_a_stretch_keeps_the_middle(rng, only, bars):
    only("STRETCH")

    stretched = warp(bars, rng)

    heights = (stretched[:, :, 13] > 127).sum(axis=1)
    assert heights.min() < 19
    assert heights.max() > 21
    assert np.abs(columns_of_mass(stretched)[:, 14] - 13.5).max() < 0.1


def test_a_turn_moves_ends_apart_and_keeps_the_length(rng, only, bars):
    only("TURN")

    turned = warp(bars, rng)

    columns = columns_of_mass(turned)
    assert np.abs(columns[:, 20] - columns[:, 7]).max() > 1
    assert np.abs(turned.sum(axis=(1, 2)) / bars[0].sum() - 1).max() < 0.1


def test_bends_are_smooth(rng, only, bars):
    only("BEND")

    columns = columns_of_mass(warp(bars, rng))[:, 6:22]

    assert columns.std(axis=1).max() > 0.3
    assert np.abs(np.diff(columns, axis=1)).max() < 0.6


def test_sharpening_makes_up_for_the_blur(rng, bars, monkeypatch):
    sharp = warp(bars, np.random.default_rng(1))
    monkeypatch.setattr(augmentation, "SHARPEN", 1)
    soft = warp(bars, np.random.default_rng(1))

    def grey(images):
        return ((images > 20) & (images < 235)).mean()

    assert grey(sharp) < 0.8 * grey(soft)


@pytest.mark.parametrize("level", [0, 255])
def test_an_even_image_stays(rng, level):
    images = np.full((5, 28, 28), level, np.uint8)

    assert_array_equal(warp(images, rng), images)


@pytest.mark.parametrize(("progress", "warped"), [(0, 50), (0.5, 39), (1, 15)])
def test_fewer_of_a_batch_are_warped_as_training_goes_on(rng, bars, progress, warped):
    before = bars.copy()

    varied = vary(bars, rng, progress)

    assert varied.shape == bars.shape
    assert varied.dtype == np.uint8
    assert_array_equal((varied != bars).any(axis=(1, 2)), np.arange(50) < warped)
    assert_array_equal(bars, before)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_small_batches_keep_their_size(rng, bars, count):
    assert vary(bars[:count], rng, 0.5).shape == (count, 28, 28)


def test_the_same_seed_varies_the_same(bars):
    first, second = (vary(bars, np.random.default_rng(3), 0) for _ in range(2))

    assert_array_equal(first, second)
