import numpy as np
import pytest

from inkglass.synthetic.letters import ALPHABETS, CAPITALS, SMALL
from inkglass.synthetic.pen import LONGEST, PAD, by_hand, drawn, parsed, smooth, turning, width
from inkglass.synthetic.signs import DRAWINGS, SIGNS, TURNED


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


def test_a_text_is_paths_of_points_in_heights():
    (bars, bow) = parsed("""
0,50 100,50 | 50,0 50,100
~0,0 50,100 100,0
""")

    assert [points.tolist() for points, _ in bars] == [[[0, 0.5], [1, 0.5]], [[0.5, 0], [0.5, 1]]]
    assert [is_round for _, is_round in bars + bow] == [False, False, True]


@pytest.mark.parametrize("text", [CAPITALS, SMALL, ALPHABETS, SIGNS, DRAWINGS, TURNED])
def test_every_sign_has_paths_of_points(text):
    for paths in parsed(text):
        for points, _ in paths:
            assert points.ndim == 2 and points.shape[1] == 2


def test_each_hand_writes_a_little_differently(rng):
    ((paths),) = parsed("0,0 0,100 60,100")

    written = np.array([by_hand(paths, rng)[0] for _ in range(200)])

    assert written.shape == (200, 3, 2)
    heights, widths = np.ptp(written, axis=1).T[::-1]
    assert heights.mean() == pytest.approx(1, abs=0.1)
    assert widths.max() > 2 * widths.min()


@pytest.mark.parametrize(("text", "is_corner"), [("0,0 0,0", True), ("0,0", False)])
def test_a_corner_stays_one_in_any_hand_and_what_is_round_is_cut(rng, text, is_corner):
    ((paths),) = parsed(f"~-100,0 {text} 0,100")

    nearest = [np.hypot(*by_hand(paths, rng)[0].T).min() for _ in range(100)]

    assert (np.median(nearest) < 0.06) == is_corner


def test_turning_by_a_right_angle():
    assert np.allclose(turning(np.pi / 2) @ [1, 0], [0, 1])


def test_lines_are_from_hair_thin_to_thick(rng):
    widths = [width(rng) for _ in range(200)]

    assert 0.02 <= min(widths) < 0.025
    assert 0.14 < max(widths) <= 0.18
