import numpy as np
from inkglass.augmentation import shift
from numpy.testing import assert_array_equal


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
