import numpy as np
import pytest

from inkglass.pen import LONGEST, PAD, drawn, smooth


def test_a_line_is_as_long_and_as_wide_as_it_is_said_to_be():
    pixels = drawn([np.array([[0, 0], [0, 3]])], width=0.25)

    rows, columns = (np.flatnonzero(pixels.max(axis=axis) > 127) for axis in (1, 0))
    assert len(rows) == pytest.approx(1.25 * LONGEST, abs=1)
    assert len(columns) == pytest.approx(0.25 * LONGEST, abs=1)
    assert rows[0] + rows[-1] == columns[0] + columns[-1] == PAD - 1


def test_a_point_is_a_dot_in_the_middle():
    pixels = drawn([np.array([[7, 9]])], width=0.2)

    area = (pixels / 255).sum()
    assert area == pytest.approx(np.pi * (0.1 * LONGEST) ** 2, rel=0.05)
    assert pixels[PAD // 2, PAD // 2] == 255


def test_x_goes_to_the_right_and_y_down():
    pixels = drawn([np.array([[0, 0], [1, 1]])], width=0.02)

    assert pixels[12, 12] and pixels[-13, -13]
    assert not pixels[12, -13]


def test_corners_are_cut_and_ends_stay():
    corner = np.array([[0, 0], [1, 0], [1, 1]], float)

    rounded = smooth(corner)

    assert np.array_equal(rounded[[0, -1]], corner[[0, -1]])
    assert np.hypot(*(rounded - [1, 0]).T).min() > 0.1


def test_a_point_given_twice_stays_a_corner():
    rounded = smooth(np.array([[0, 0], [1, 0], [1, 0], [1, 1]], float))

    assert np.hypot(*(rounded - [1, 0]).T).min() < 0.02
