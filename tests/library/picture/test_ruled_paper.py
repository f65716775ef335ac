import numpy as np
import pytest
from strokes import draw

from inkglass.picture.ruled_paper import without_ruling

STRENGTH = 60


def lines(slope, spacing=40, shape=(400, 500)):
    """Ink of thin lines that fall by `slope`, soft as a camera sees them."""
    y, x = np.indices(shape)
    away = (y - slope * x) % spacing
    return STRENGTH * (2 - np.minimum(away, spacing - away)).clip(0, 1).astype(np.float32)


@pytest.mark.parametrize("slope", [-0.1, 0, 0.06])
def test_lines_across_and_down_are_taken_off(slope):
    ruled = np.maximum(lines(slope), lines(slope, shape=(500, 400)).T)

    left, where = without_ruling(ruled, 10)

    assert where[ruled > STRENGTH / 2].mean() > 0.9
    assert (left[20:-20, 20:-20] > STRENGTH / 2).mean() < 0.002


@pytest.mark.parametrize("strength", [STRENGTH, 200])
def test_a_digit_on_lines_stays_whole(strength):
    digit = np.zeros((400, 500), np.float32)
    digit[130:270, 180:320] = draw(7, size=140) * (strength / 255)

    left, _ = without_ruling(np.maximum(digit, lines(0.03)), 10)

    is_ink = digit > strength / 2
    assert (left[is_ink] > strength / 2).mean() > 0.93


def test_what_has_no_lines_is_left_as_it_is():
    digit = np.zeros((400, 500), np.float32)
    digit[130:270, 180:320] = draw(2, size=140)

    left, ruled = without_ruling(digit, 10)

    assert left is digit
    assert ruled is None
