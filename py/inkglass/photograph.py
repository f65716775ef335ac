"""From a picture, a photograph, a scan or a screenshot, to what digits are where in it."""

import numpy as np

from inkglass.clean_ink import clean_ink
from inkglass.components import label, measure
from inkglass.drawing import network_input
from inkglass.found_digit import FoundDigit
from inkglass.grey_levels import grey_levels
from inkglass.ground import is_light_on_dark
from inkglass.text_lines import text_lines

INK = 90  # a clean ink's level from which on pixels belong together
LOWEST = 8  # pixels: what is less high is no digit
THINNEST = 0.025  # of a line, as a part of its length: what is thinner is a frame or a fold
SMALL, LARGE = 0.4, 4  # times the usual height: what is smaller is a speck, what is larger a thing
MOST = 1500  # pieces of ink that are looked at
AT_ONCE = 128  # images


def read_photograph(pixels, predict, least_confidence=0.0):
    """Find and read digits in RGBA bytes (H, W, 4) or grey bytes (H, W).

    `predict` maps uint8 (N, 28, 28) to probabilities (N, classes). Returns lines from top to
    bottom, each a list of `FoundDigit` from left to right, with boxes in pixels of the picture.
    Raises ValueError for an array of another kind.
    """
    grey, scale = grey_levels(pixels)
    ink = clean_ink(255 - grey if is_light_on_dark(grey) else grey)
    labels, count = label(ink >= INK)
    boxes, sizes = measure(labels, count)
    groups = [[i] for i in _wanted(boxes, sizes, ink.shape)]
    boxes = np.array([_around(boxes[group]) for group in groups]).reshape(-1, 4)
    images = [
        network_input(_cut(ink, labels, group, box))
        for group, box in zip(groups, boxes, strict=True)
    ]
    probabilities = _predicted(images, predict)
    factor = np.array([*scale, *scale])
    return [
        [
            FoundDigit(tuple(int(v) for v in boxes[i] * factor), images[i], probabilities[i])
            for i in line
        ]
        for line in text_lines(boxes)
    ]


def _wanted(boxes, sizes, shape):
    """Return the indices of what may be a digit: neither tiny nor huge beside the others.

    What is at the picture's edge, a table say, is wanted only where there is nothing else.
    """
    left, top, width, height = boxes.T
    is_at_edge = (left == 0) | (top == 0) | (left + width == shape[1]) | (top + height == shape[0])
    is_digit = (height >= LOWEST) & (sizes > THINNEST * np.maximum(width, height) ** 2)
    if (is_digit & ~is_at_edge).any():
        is_digit &= ~is_at_edge
    if is_digit.any():
        usual = np.median(height[is_digit])
        is_digit &= (height > SMALL * usual) & (np.maximum(height, width) < LARGE * usual)
    found = np.flatnonzero(is_digit)
    return found[np.argsort(-sizes[found], kind="stable")[:MOST]]


def _around(boxes):
    low = boxes[:, :2].min(axis=0)
    high = (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
    return [*low, *(high - low)]


def _cut(ink, labels, group, box):
    """Return the ink of a group's components alone, with the soft rim around it."""
    left, top, width, height = box
    part = slice(max(top - 1, 0), top + height + 1), slice(max(left - 1, 0), left + width + 1)
    own = labels[part]
    is_own = (own == 0) | np.isin(own, np.add(group, 1))
    return ink[part] * is_own


def _predicted(images, predict):
    parts = [
        predict(np.stack(images[start : start + AT_ONCE]))
        for start in range(0, len(images), AT_ONCE)
    ]
    return np.concatenate(parts) if parts else []
