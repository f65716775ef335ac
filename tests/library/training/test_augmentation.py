import numpy as np
import pytest
from numpy.testing import assert_array_equal

from inkglass.training.augmentation import Augmentation
from inkglass.training.recipes import fewer_towards_the_end


@pytest.fixture
def bars():
    """Fifty images of an upright bar in the middle."""
    images = np.zeros((50, 28, 28), np.uint8)
    images[:, 4:24, 12:16] = 255
    return images


def columns_of_mass(images):
    """Return the centre of mass of each row of each image, along the row."""
    return (images * np.arange(28)).sum(axis=2) / np.maximum(images.sum(axis=2, dtype=float), 1)


def test_changing_nothing_changes_nothing(rng):
    images = rng.integers(0, 256, (5, 28, 28), np.uint8)

    assert_array_equal(Augmentation()(images, rng)[:, :-1, :-1], images[:, :-1, :-1])


def test_a_shift_moves_by_up_to_its_pixels(rng, bars):
    moved = columns_of_mass(Augmentation(shift=1)(bars, rng))[:, 14] - 13.5

    assert 0.8 < np.abs(moved).max() <= 1.01
    assert moved.min() < 0 < moved.max()


def test_a_shear_leans_about_the_middle(rng, bars):
    columns = columns_of_mass(Augmentation(shear=0.2)(bars, rng)) - 13.5

    lean = columns[:, 20] - columns[:, 7]
    assert 1.5 < np.abs(lean).max() <= 0.2 * 13 + 0.1
    assert np.abs(columns[:, 13:15].mean(axis=1)).max() < 0.1


def test_a_stretch_keeps_the_middle(rng, bars):
    stretched = Augmentation(stretch=0.15)(bars, rng)

    heights = (stretched[:, :, 13] > 127).sum(axis=1)
    assert heights.min() < 19
    assert heights.max() > 21
    assert np.abs(columns_of_mass(stretched)[:, 14] - 13.5).max() < 0.1


def test_a_turn_moves_ends_apart_and_keeps_the_length(rng, bars):
    turned = Augmentation(turn=0.15)(bars, rng)

    columns = columns_of_mass(turned)
    assert np.abs(columns[:, 20] - columns[:, 7]).max() > 1
    assert np.abs(turned.sum(axis=(1, 2)) / bars[0].sum() - 1).max() < 0.1


def test_bends_are_smooth(rng, bars):
    columns = columns_of_mass(Augmentation(bend=0.6)(bars, rng))[:, 6:22]

    assert columns.std(axis=1).max() > 0.3
    assert np.abs(np.diff(columns, axis=1)).max() < 0.7


def test_strokes_become_thicker_and_thinner_by_up_to_a_pixel_a_side(rng, bars):
    widths = Augmentation(thickness=1)(bars, rng)[:, 14].sum(axis=1) / 255

    assert 2 <= widths.min() < 2.5
    assert 5.5 < widths.max() <= 6


def test_sharpening_makes_up_for_the_blur(bars):
    changes = {"shift": 1, "turn": 0.15, "stretch": 0.15, "shear": 0.2, "bend": 0.6}
    sharp, soft = (
        Augmentation(**changes, sharpen=sharpen)(bars, np.random.default_rng(1))
        for sharpen in (1.5, 1)
    )

    def grey(images):
        return ((images > 20) & (images < 235)).mean()

    assert grey(sharp) < 0.8 * grey(soft)


@pytest.fixture
def everything():
    return Augmentation(1, 0.15, 0.15, 0.2, 0.6, 0.5, 1.5, fewer_towards_the_end)


@pytest.mark.parametrize("level", [0, 255])
def test_an_even_image_stays(rng, everything, level):
    images = np.full((5, 28, 28), level, np.uint8)

    changed = everything(images, rng)

    # Around an image is ground, which thins what is at its edge.
    assert_array_equal(changed[:, 6:-6, 6:-6], level)


@pytest.mark.parametrize(("progress", "changed"), [(0, 50), (0.5, 39), (1, 15)])
def test_fewer_of_a_batch_are_changed_as_training_goes_on(rng, everything, bars, progress, changed):
    before = bars.copy()

    varied = everything(bars, rng, progress)

    assert varied.shape == bars.shape
    assert varied.dtype == np.uint8
    assert_array_equal((varied != bars).any(axis=(1, 2)), np.arange(50) < changed)
    assert_array_equal(bars, before)


@pytest.mark.parametrize("shape", [(1, 28, 28), (2, 28, 28), (3, 12, 17)])
def test_batches_of_any_shape_keep_it(rng, everything, shape):
    assert everything(np.zeros(shape, np.uint8), rng, 0.5).shape == shape


def test_the_same_seed_varies_the_same(everything, bars):
    first, second = (everything(bars, np.random.default_rng(3), 0) for _ in range(2))

    assert_array_equal(first, second)
