import numpy as np
import pytest
from numpy.testing import assert_array_equal

from inkglass.number.pen_strokes import covered
from inkglass.number.pieces import MOST, cut_pieces, find_pieces


def pad(*boxes, shape=(100, 300)):
    """Return a pad with full boxes (left, top, right, bottom)."""
    pixels = np.zeros(shape, np.uint8)
    for left, top, right, bottom in boxes:
        pixels[top:bottom, left:right] = 255
    return pixels


def drawn(*strokes, shape=(100, 300)):
    """Return a pad with strokes, and the strokes, each a list of points, 6 wide."""
    strokes = [np.insert(np.array(points, float), 2, 6, axis=1) for points in strokes]
    covers = [covered(stroke, shape) for stroke in strokes]
    return np.where(np.any(covers, axis=0), 255, 0).astype(np.uint8), strokes


def test_components_come_from_left_to_right():
    pieces = find_pieces(pad((200, 20, 210, 90), (20, 30, 60, 80), (100, 10, 120, 95)))

    assert pieces.boxes.tolist() == [[20, 30, 60, 80], [100, 10, 120, 95], [200, 20, 210, 90]]
    assert len(set(pieces.owners.tolist())) == 3
    assert not pieces.drawn.any()
    assert not pieces.cuts.any()


def test_a_blank_pad_has_no_pieces():
    assert find_pieces(pad()).count == 0


def test_a_pieces_ink_is_its_own_with_the_faint_rim():
    pixels = pad((20, 20, 40, 80), (50, 20, 60, 80))
    pixels[20:80, 40] = 20  # a soft rim
    pixels[50, 48:50] = 25

    pieces = find_pieces(pixels)

    left = pieces.ink_of(0, 1)
    assert left.shape == (62, 22)
    assert_array_equal(left[1:-1, 1:-1], 255)
    assert_array_equal(left[1:-1, -1], 20)
    both = pieces.ink_of(0, 2)
    assert both.shape == (62, 42)
    assert (both == pixels[19:81, 19:61]).all()
    assert pieces.box_of(0, 2) == (20, 20, 40, 60)


def test_strokes_that_touch_are_pieces_of_one_component():
    pixels, strokes = drawn([(50, 20), (50, 80)], [(40, 50), (100, 50)])

    pieces = find_pieces(pixels, strokes)

    assert pieces.count == 2
    assert pieces.owners[0] == pieces.owners[1]
    assert pieces.drawn.all()
    assert pieces.wholes() == [(0, 2)]
    left, top, width, height = pieces.box_of(0, 2)
    whole = pixels[top : top + height, left : left + width]
    assert_array_equal(pieces.ink_of(0, 2)[1:-1, 1:-1], whole)


def test_strokes_that_cross_share_their_ink():
    pixels, strokes = drawn([(50, 20), (50, 80)], [(40, 50), (100, 50)])

    pieces = find_pieces(pixels, strokes)

    for i, stroke in enumerate(strokes):
        assert_array_equal(pieces.ink_of(i, i + 1) > 0, pieces_of(stroke))


def pieces_of(stroke):
    """Return what a stroke covers, with a pixel around."""
    mask = covered(stroke, (100, 300))
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    return mask[rows[0] - 1 : rows[-1] + 2, columns[0] - 1 : columns[-1] + 2]


def test_ink_of_no_stroke_is_a_piece_beside_those_of_strokes():
    pixels, strokes = drawn([(50, 20), (50, 80)])
    pixels[20:80, 150:170] = 255

    pieces = find_pieces(pixels, strokes)

    assert pieces.drawn.tolist() == [True, False]


def test_a_stroke_off_the_pad_is_no_piece():
    pixels, strokes = drawn([(50, 20), (50, 80)], [(50, -80), (90, -80)])

    assert find_pieces(pixels, strokes).count == 1


def test_of_very_many_pieces_the_largest_stay():
    boxes = [(3 * i, 10, 3 * i + 2, 20 + i % 50) for i in range(90)]

    pieces = find_pieces(pad(*boxes))

    heights = sorted((bottom - top for _, top, _, bottom in boxes), reverse=True)
    assert pieces.count == MOST
    assert sorted(pieces.boxes[:, 3] - pieces.boxes[:, 1], reverse=True) == heights[:MOST]


def test_a_cut_piece_is_all_there_in_parts():
    pixels = pad((20, 20, 60, 80), (60, 48, 80, 52), (80, 20, 120, 80), (200, 20, 210, 80))

    whole = find_pieces(pixels)
    cut = cut_pieces(whole, [0])

    count = (cut.sources == 0).sum()
    assert count > 1
    assert cut.count == count + 1
    assert_array_equal(cut.ink_of(0, count), whole.ink_of(0, 1))
    assert sum(mask.sum() for mask in cut.masks) == (pixels > 0).sum()
    assert set(cut.owners[cut.sources == 0]) == set(whole.owners[:1])


def test_cuts_tell_what_they_go_through():
    pixels = pad((20, 20, 60, 80), (60, 47, 80, 53), (80, 20, 120, 80))

    cut = cut_pieces(find_pieces(pixels), [0])

    drawn, ink = cut.cuts[:, 1 : cut.count]
    assert_array_equal(drawn, 0)
    assert ink.min() == pytest.approx(6 / 60, abs=0.02)
    assert not cut.cuts[:, [0, -1]].any()


def test_what_can_be_cut_nowhere_stays_whole():
    whole = find_pieces(pad((20, 20, 25, 80)))

    assert cut_pieces(whole, [0]).boxes.tolist() == [[20, 20, 25, 80]]


def test_dots_all_over_the_pad_are_as_high_as_one():
    boxes = [(20 * i, 20 * j, 20 * i + 4, 20 * j + 4) for i in range(1, 9) for j in range(1, 4)]

    assert find_pieces(pad(*boxes)).height == 4
