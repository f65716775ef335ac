import numpy as np
import pytest

from inkglass.synthetic.altered_digits import CHANGES, altered, several


@pytest.fixture
def ring():
    """Return a zero as a ring of ink."""
    away = np.hypot(*(np.indices((28, 28)) - 13.5))
    return np.where((away > 6) & (away < 9), 255, 0).astype(np.uint8)


@pytest.mark.parametrize("label", CHANGES)
def test_a_digit_is_turned_or_mirrored(rng, label):
    digit = rng.integers(0, 256, (1, 28, 28), np.uint8)
    labels = np.array([label])
    sides = [np.rot90(each, turns) for each in (digit[0], digit[0].T) for turns in range(4)]

    made = [altered(digit, labels, rng) for _ in range(200)]

    alone = [image for image in made if image.shape == (28, 28)]
    assert len(alone) > 5
    for image in alone:
        assert any(np.array_equal(image, side) for side in sides)
        assert not np.array_equal(image, digit[0])


def test_a_zero_is_cut_open(ring, rng):
    made = [altered(ring[None], np.array([0]), rng) for _ in range(80)]

    opened = [image > 0 for image in made if image.shape == ring.shape]
    assert len(opened) > 10
    for ink in opened:
        assert 0.35 < ink.sum() / (ring > 0).sum() < 0.8
        assert not (ink & (ring == 0)).any()


def test_several_digits_stay_apart_or_touch(rng):
    digits = np.zeros((3, 28, 28), np.uint8)
    digits[:, 4:24, 10:18] = 255

    made = [several(digits, rng) for _ in range(100)]

    gaps = [(np.diff(image.max(axis=0).astype(bool).astype(int)) == 1).sum() for image in made]
    assert min(gaps) == 0
    assert max(gaps) >= 3
