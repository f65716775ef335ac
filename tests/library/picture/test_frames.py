import numpy as np

from inkglass.imaging.components import label, measure
from inkglass.picture.frames import empty_frames, is_frame


def box(mask, left, top, right, bottom):
    """Draw the sides of a box, 2 pixels wide."""
    mask[top:bottom, left:right] = True
    mask[top + 2 : bottom - 2, left + 2 : right - 2] = False


def blot(mask, left, top):
    mask[top : top + 20, left : left + 12] = True


def frames(mask):
    boxes, sizes = measure(*label(mask))
    return is_frame(boxes, sizes, np.arange(len(boxes))).tolist()


def test_what_goes_around_something_large_is_a_frame():
    mask = np.zeros((80, 80), bool)
    box(mask, 10, 10, 70, 70)
    blot(mask, 30, 30)

    assert frames(mask) == [True, False]
    assert empty_frames(mask, 8)[10:70, 10:12].all()
    assert not empty_frames(mask, 8)[30:50, 30:42].any()


def test_a_zero_with_a_speck_in_it_is_no_frame():
    mask = np.zeros((80, 80), bool)
    box(mask, 10, 10, 70, 70)
    mask[40:46, 40:46] = True

    assert frames(mask) == [False, False]
    assert not empty_frames(mask, 5).any()


def test_a_table_is_a_frame_but_no_empty_one():
    mask = np.zeros((200, 120), bool)
    for row in range(3):
        box(mask, 10, 10 + 60 * row, 110, 72 + 60 * row)
        blot(mask, 50, 30 + 60 * row)

    assert frames(mask) == [True, *[False] * 3]
    assert not empty_frames(mask, 8).any()


def test_a_solid_piece_is_no_frame_whatever_stands_in_its_box():
    mask = np.zeros((80, 80), bool)
    mask[10:70, 10:70] = True
    mask[28:54, 28:54] = False
    blot(mask, 34, 31)

    assert frames(mask) == [False, False]
