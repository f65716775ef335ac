import numpy as np
from numpy.testing import assert_array_equal

from inkglass import augmentation
from inkglass.augmentation import shift, slant, vary


def test_shift_moves_each_image_by_up_to_one_pixel(rng):
    images = np.zeros((300, 5, 5), np.uint8)
    images[:, 2, 2] = 9

    moved = shift(images, rng)

    places = {tuple(np.argwhere(image)[0]) for image in moved}
    assert places == {(i, j) for i in (1, 2, 3) for j in (1, 2, 3)}
    assert (moved.sum(axis=(1, 2)) == 9).all()


def test_what_moves_beyond_the_edge_is_lost():
    images = np.full((100, 3, 3), 1, np.uint8)

    moved = shift(images, np.random.default_rng(1))

    assert set(moved.sum(axis=(1, 2)).tolist()) == {4, 6, 9}


def test_the_same_seed_shifts_the_same(rng):
    images = rng.integers(0, 256, (10, 6, 6), np.uint8)

    first, second = (shift(images, np.random.default_rng(3)) for _ in range(2))

    assert_array_equal(first, second)


def test_slant_keeps_the_middle_and_moves_the_rest(rng):
    images = np.zeros((50, 28, 28), np.uint8)
    images[:, 4:25, 13:16] = 255

    slanted = slant(images, rng)

    assert (slanted[:, 14, 14] == 255).all()
    assert len({image.tobytes() for image in slanted}) == 50
    ink = slanted.sum(axis=(1, 2)) / images.sum(axis=(1, 2))
    assert ((ink > 0.75) & (ink < 1.3)).all()


def test_slant_leaves_a_blank_and_a_full_image(rng):
    for level in (0, 255):
        images = np.full((5, 28, 28), level, np.uint8)

        assert_array_equal(slant(images, rng), images)


def test_slant_by_nothing_changes_nothing(rng, monkeypatch):
    for name in ("TURN", "SHEAR", "STRETCH"):
        monkeypatch.setattr(augmentation, name, 0)
    images = rng.integers(0, 256, (5, 28, 28), np.uint8)

    assert_array_equal(slant(images, rng)[:, :-1, :-1], images[:, :-1, :-1])


def test_vary_leaves_the_images_it_is_given(rng):
    images = rng.integers(0, 256, (7, 28, 28), np.uint8)
    before = images.copy()

    varied = vary(images, rng)

    assert varied.shape == images.shape
    assert varied.dtype == np.uint8
    assert_array_equal(images, before)
