"""Taking ruled lines away from what is written on them."""

import numpy as np

from inkglass.imaging.neighbourhood import extent
from inkglass.picture.ruling import THICKEST, THINNEST, find_ruling

MORE = 1.3  # times a line's usual level is taken off
SURELY_INK = 1.7  # times a line's level: what is darker is left as it is
THIN = 0.12  # of a line's level in its middle: where it has become so faint it ends
ACROSS = 0.5  # of a line's level: above and below it, for a stroke to go across


def without_ruling(ink, least):
    """Return `ink` (H, W), levels on a ground of 0, without lines across and down the picture.

    And return where those were, bool (H, W), or None if there were none.

    Only lines stronger than `least` are looked for. Where a stroke goes across a line, or is much
    darker, it stays. Whether it is a stroke, and not a line of the other direction, shows when
    both have been taken off altogether.
    """
    rulings = [find_ruling(ink, least), find_ruling(ink.T, least)]
    bare = _without(ink, rulings, None)
    if bare is ink:
        return ink, None
    ruled = np.zeros(ink.shape, bool)
    return _without(ink, rulings, bare, ruled), ruled


def _without(ink, rulings, bare, ruled=None):
    """Take lines across and down off; what goes on across one in `bare`, if given, stays.

    Where lines are is marked in `ruled`, if given.
    """
    for is_down, ruling in enumerate(rulings):
        if ruling is None:
            continue
        if is_down:
            others = [None if other is None else other.T for other in (bare, ruled)]
            ink = _without_lines(ink.T, ruling, *others).T
        else:
            ink = _without_lines(ink, ruling, bare, ruled)
    return ink


def _without_lines(ink, ruling, bare, ruled):
    rows, levels = np.round(ruling.rows).astype(int), ruling.levels
    profile = _profile(ink, rows, levels)
    half = len(profile) // 2
    stays = np.zeros(rows.shape, bool) if bare is None else _goes_across(bare, rows, levels, half)
    result = ink.copy()
    for offset, part in zip(range(-half, half + 1), profile, strict=True):
        is_seen = (rows + offset >= 0) & (rows + offset < len(ink))
        if ruled is not None:
            line, x = np.nonzero(is_seen)
            ruled[rows[line, x] + offset, x] = True
        line, x = np.nonzero(is_seen & ~stays)
        y, level = rows[line, x] + offset, levels[line, x]
        here = ink[y, x]
        less = np.where(here > SURELY_INK * level, here, here - MORE * part * level)
        result[y, x] = np.minimum(result[y, x], less)
    return result


def _profile(ink, rows, levels):
    """Return how strong lines are above, in and below their middle, as parts of their level."""
    most = max(THINNEST, round(extent(ink.shape) * THICKEST)) + 2
    columns = np.broadcast_to(np.arange(ink.shape[1]), rows.shape)
    parts = []
    for offset in range(-most, most + 1):
        y = (rows + offset).clip(0, len(ink) - 1)
        parts.append(float(np.median(ink[y, columns] / np.maximum(levels, 1e-6))))
    parts = np.array(parts)
    strong = np.flatnonzero(parts > THIN)
    half = max(np.abs(strong - most).max() if len(strong) else 1, 1)
    return parts[most - half : most + half + 1].clip(0, None) / max(parts.max(), 1e-6)


def _goes_across(ink, rows, levels, half):
    """Return for each line in each column whether a stroke goes on above and below it."""
    sides = []
    for side in (-1, 1):
        y = (rows + side * (half + 1)).clip(0, len(ink) - 1)
        beside = np.full(rows.shape, -np.inf)
        for shift in range(-half - 1, half + 2):
            x = (np.arange(ink.shape[1]) + shift).clip(0, ink.shape[1] - 1)
            np.maximum(beside, ink[y, x], out=beside)
        sides.append(beside > ACROSS * levels)
    return sides[0] & sides[1]
