"""The pieces of ink in a picture, and which of them may be digits."""

from dataclasses import dataclass

import numpy as np

from inkglass.imaging.components import label, measure
from inkglass.imaging.neighbourhood import highest
from inkglass.picture.clean_ink import INK
from inkglass.picture.frames import is_frame

LOWEST = 8  # pixels: what is less high is no digit
THINNEST = 0.025  # of a line, as a part of its length: what is thinner is a frame or a fold
SMALL, LARGE = 0.4, 6  # times the usual height: what is smaller is a speck, what is larger a thing
MOST = 1500  # digits that are looked at
RULED = 0.9  # of a piece of ink: what lies so much near ruled lines is a rest of those
BAR = 3  # times as high as wide, at least, is what goes from one of them to another
NEAR = 2  # pixels from its ends to those
AT_EDGE = 0.75, 1.4  # times the usual height is a digit that the picture's edge touches


@dataclass(frozen=True)
class Marks:
    """Connected pieces of `ink` (H, W), bytes; `labels` (H, W) are 0, or a piece's number plus 1.

    `boxes` (N, 4) are left, top, width, height; `digits` the numbers of those that may be digits;
    `parts` of smaller ones that may be parts of digits.
    """

    ink: np.ndarray
    labels: np.ndarray
    boxes: np.ndarray
    digits: np.ndarray
    parts: np.ndarray

    def cut(self, numbers, box):
        """Return the ink of these pieces in a box alone, with the soft rim around it."""
        left, top, width, height = box
        part = slice(max(top - 1, 0), top + height + 1), slice(max(left - 1, 0), left + width + 1)
        own = self.labels[part]
        return self.ink[part] * ((own == 0) | np.isin(own, np.add(numbers, 1)))

    def box_of(self, numbers):
        """Return left, top, width and height of these pieces together."""
        boxes = self.boxes[numbers]
        low = boxes[:, :2].min(axis=0)
        return *low.tolist(), *((boxes[:, :2] + boxes[:, 2:]).max(axis=0) - low).tolist()


def find_marks(ink, ruled):
    """Return the `Marks` of clean ink, bytes (H, W).

    `ruled`, bool (H, W), says where lines were taken off; None if there were none.
    """
    labels, count = label(ink >= INK)
    boxes, sizes = measure(labels, count)
    extents = boxes[:, 2:].max(axis=1, initial=0)
    is_mark = sizes > THINNEST * extents**2
    if ruled is not None:
        is_mark &= ~_is_rest_of_line(labels, boxes, sizes, ruled)
    is_digit = is_mark & (boxes[:, 3] >= LOWEST)
    is_digit &= ~is_frame(boxes, sizes, np.flatnonzero(is_digit))
    is_digit = _inside(boxes, is_digit, ink.shape)
    usual = np.median(boxes[is_digit, 3]) if is_digit.any() else 0
    is_part = is_mark & ~is_digit & (extents < usual)
    is_digit &= (boxes[:, 3] > SMALL * usual) & (extents < LARGE * usual)
    is_part |= is_mark & (boxes[:, 3] <= SMALL * usual) & (extents < usual)
    digits = np.flatnonzero(is_digit)
    digits = digits[np.argsort(-sizes[digits], kind="stable")[:MOST]]
    return Marks(ink, labels, boxes, digits, np.flatnonzero(is_part))


def _is_rest_of_line(labels, boxes, sizes, ruled):
    """Return for each piece whether it is what was left of a ruled line."""
    on_lines = np.bincount(labels[highest(ruled, NEAR)], minlength=len(boxes) + 1)[1:]
    is_rest = on_lines > RULED * sizes
    for i in np.flatnonzero((boxes[:, 3] > BAR * boxes[:, 2]) & (boxes[:, 3] >= LOWEST)):
        left, top, width, height = boxes[i]
        rows = ruled[max(top - NEAR, 0) : top + height + NEAR, left : left + width].any(axis=1)
        end = min(2 * NEAR + height // 10, len(rows) // 3)
        is_rest[i] |= rows[:end].any() and rows[-end:].any() and not rows[end:-end].any()
    return is_rest


def _inside(boxes, is_digit, shape):
    """Return `is_digit` without what is at the picture's edge, a table say.

    Where there is nothing else, it stays, and what is of the size of the others, too.
    """
    left, top, width, height = boxes.T
    is_at_edge = (left == 0) | (top == 0) | (left + width == shape[1]) | (top + height == shape[0])
    if not (is_digit & ~is_at_edge).any():
        return is_digit
    usual = np.median(height[is_digit & ~is_at_edge])
    is_alike = (height > AT_EDGE[0] * usual) & (boxes[:, 2:].max(axis=1) < AT_EDGE[1] * usual)
    return is_digit & (~is_at_edge | is_alike)
