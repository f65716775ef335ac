import numpy as np
import pytest

from inkglass.number.line_height import line_height


def bars(tops, height, pitch=30, width=6):
    """Return a mask with a bar at each of `tops`, one beside the other."""
    mask = np.zeros((400, pitch * len(tops) + 40), bool)
    for i, top in enumerate(tops):
        mask[top : top + height, 20 + i * pitch : 20 + i * pitch + width] = True
    return mask


def test_one_digits_height_is_its_own():
    assert line_height(bars([100], 80)) == 80


def test_digits_in_a_level_line_are_as_high_as_the_line():
    assert line_height(bars([100] * 6, 60)) == 60


def test_a_rising_line_is_higher_than_its_digits():
    mask = bars([200, 180, 160, 140, 120, 100], 60)

    assert 60 <= line_height(mask) <= 85


def test_one_low_piece_does_not_count():
    mask = bars([100] * 6, 60)
    mask[130:134, 215:235] = True

    assert line_height(mask) == 60


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1)])
def test_ink_everywhere_is_as_high_as_the_mask(shape):
    assert line_height(np.ones(shape, bool)) == shape[0]


def test_no_ink_is_refused():
    with pytest.raises(ValueError, match="expected some ink"):
        line_height(np.zeros((5, 5), bool))
