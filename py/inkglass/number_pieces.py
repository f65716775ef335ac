"""The pieces of ink that a drawn number is put together from, in the order of reading."""

import numpy as np

from inkglass.components import label, measure
from inkglass.drawing import FAINTEST_INK
from inkglass.seams import find_seams

MOST = 48  # pieces; of more the largest stay


class Pieces:
    """Parts of a drawing's ink, from left to right.

    `boxes` (count, 4) are left, top, right and bottom; `owners` (count,) says which component each
    is a piece of. `cuts` (2, count + 1) are, before each piece and at the end, how many components
    are cut there, and through how much ink, in heights.
    """

    def __init__(self, pixels, labels, boxes, owners, cuts):
        self.pixels, self.labels = pixels, labels
        self.boxes, self.owners, self.cuts = boxes, owners, cuts
        self.count = len(boxes)
        self.height = int((boxes[:, 3] - boxes[:, 1]).max()) if self.count else 0

    def edges_of(self, start, end):
        """Return left, top, right and bottom of pieces `start` to before `end` together."""
        boxes = self.boxes[start:end]
        return *boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()

    def wholes(self):
        """Return as runs, (start, end), what holds each component from its first to last piece."""
        places = [np.flatnonzero(self.owners == owner) for owner in np.unique(self.owners)]
        return [(int(where[0]), int(where[-1]) + 1) for where in places]

    def box_of(self, start, end):
        """Return left, top, width and height of pieces `start` to before `end` together."""
        left, top, right, bottom = self.edges_of(start, end)
        return left, top, right - left, bottom - top

    def ink_of(self, start, end):
        """Return the pixels of pieces `start` to before `end` alone, and the faint rim around."""
        left, top, right, bottom = self.edges_of(start, end)
        part = slice(max(top - 1, 0), bottom + 1), slice(max(left - 1, 0), right + 1)
        labels = self.labels[part]
        is_own = (labels > start) & (labels <= end) | (labels == 0)
        return self.pixels[part] * is_own


def find_pieces(pixels):
    """Return as `Pieces` the connected components of a drawing, grey bytes (H, W)."""
    labels, count = label(pixels >= FAINTEST_INK)
    boxes, _ = measure(labels, count)
    boxes[:, 2:] += boxes[:, :2]
    if count > MOST:
        extents = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
        kept = np.argsort(-extents, kind="stable")[:MOST]
    else:
        kept = np.arange(count)
    return _ordered(pixels, labels, boxes, np.arange(count), kept, {})


def cut_pieces(pieces, chosen):
    """Return `Pieces` in which those of the numbers `chosen`, whole components, are cut."""
    labels, boxes = pieces.labels.copy(), list(pieces.boxes)
    owners, crossed = list(pieces.owners), {}
    for number in chosen:
        left, top, right, bottom = pieces.boxes[number]
        part = labels[top:bottom, left:right]
        mask = part == number + 1
        seams, costs = find_seams(mask)
        side = (np.arange(right - left) >= seams[:, :, None]).sum(axis=0)
        found = [i for i in range(len(seams) + 1) if (mask & (side == i)).any()]
        if len(found) < 2:
            continue
        for i in found:
            own = mask & (side == i)
            if i != found[0]:
                boxes.append(None)
                owners.append(owners[number])
            where = number if i == found[0] else len(boxes) - 1
            part[own] = where + 1
            boxes[where] = _edges(own, left, top)
        crossed[owners[number]] = costs[[i - 1 for i in found[1:]]]
    boxes = np.array(boxes)
    kept = np.arange(len(boxes))
    return _ordered(pieces.pixels, labels, boxes, np.array(owners), kept, crossed)


def _edges(mask, left, top):
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return np.array([left + columns[0], top + rows[0], left + columns[-1] + 1, top + rows[-1] + 1])


def _ordered(pixels, labels, boxes, owners, kept, crossed):
    """Return the pieces `kept`, numbered from left to right by the middles of their boxes."""
    kept = kept[np.argsort(boxes[kept, 0] + boxes[kept, 2], kind="stable")]
    numbers = np.full(len(boxes) + 2, len(kept) + 1, np.int32)  # what is not kept is no one's
    numbers[0] = 0
    numbers[kept + 1] = np.arange(1, len(kept) + 1)
    owners = owners[kept]
    cuts = np.zeros((2, len(kept) + 1))
    for owner, costs in crossed.items():
        places = np.flatnonzero(owners == owner)
        for cost, one, other in zip(costs, places[:-1], places[1:], strict=True):
            cuts[:, one + 1 : other + 1] += [[1], [cost]]
    return Pieces(pixels, numbers[labels], boxes[kept], owners, cuts)
