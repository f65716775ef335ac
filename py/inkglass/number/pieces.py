"""The pieces of ink that a drawn number is put together from, in the order of reading."""

import numpy as np

from inkglass.imaging.components import label, measure
from inkglass.number.line_height import line_height
from inkglass.number.pen_strokes import covered
from inkglass.number.seams import find_seams
from inkglass.reading.drawing import FAINTEST_INK

MOST = 48  # pieces; of more the largest stay


class Pieces:
    """Parts of a drawing's ink, from left to right; strokes that cross share some.

    `boxes` (count, 4) are left, top, right and bottom; `masks` are where in its box each has ink;
    `owners` (count,) says which component each is a piece of, `sources` (count,) which piece it was
    cut from, and `drawn` (count,) whether that is known to have been drawn in one go. `cuts` (2,
    count + 1) are, before each piece and at the end, how many of those are cut there in two, and
    through how much ink anything is, in heights. `height` is a digit's, in pixels.
    """

    def __init__(self, writing, masks, boxes, owners, drawn, sources, seams):
        self.pixels, self.height = self.writing = writing
        order = np.argsort(boxes[:, 0] + boxes[:, 2], kind="stable")
        self.masks = [masks[i] for i in order]
        self.boxes, self.owners, self.drawn = boxes[order], owners[order], drawn[order]
        self.count = len(boxes)
        self.sources = sources[order]
        self.cuts = _cuts(self.sources, self.drawn, seams)

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
        left, top = max(left - 1, 0), max(top - 1, 0)
        part = self.pixels[top : bottom + 1, left : right + 1]
        is_own = part < FAINTEST_INK
        for mask, box in zip(self.masks[start:end], self.boxes[start:end].tolist(), strict=True):
            is_own[box[1] - top : box[3] - top, box[0] - left : box[2] - left] |= mask
        return part * is_own


def find_pieces(pixels, strokes=()):
    """Return as `Pieces` the parts of a drawing, grey bytes (H, W), that belong together.

    These are connected components or, of what was drawn with `strokes`, (n, 3) as `covered` takes
    them, the ink of each.
    """
    ink = pixels >= FAINTEST_INK
    labels, count = label(ink)
    rest, found = ink, []
    for stroke in strokes:
        mask = covered(stroke, pixels.shape) & ink
        rest = rest & ~mask
        found += _drawn(mask, labels)
    drawn = len(found)
    found += _components(rest, labels)
    extents = [max(box[2] - box[0], box[3] - box[1]) for _, box, _ in found]
    kept = np.sort(np.argsort(np.negative(extents), kind="stable")[:MOST])
    masks, boxes = [found[i][0] for i in kept], [found[i][1] for i in kept]
    owners = np.array([found[i][2] for i in kept], int)
    boxes = np.array(boxes).reshape(-1, 4)
    # Dots all over the pad are no higher than one of them.
    height = min(line_height(ink), (boxes[:, 3] - boxes[:, 1]).max()) if count else 0
    writing = pixels, int(height)
    return Pieces(writing, masks, boxes, owners, kept < drawn, np.arange(len(kept)), {})


def _drawn(mask, labels):
    """Return [(mask, box, owner)] of a stroke's ink, or [] if it has none."""
    edges = _edges(mask)
    if edges is None:
        return []
    left, top, right, bottom = edges
    mask = mask[top:bottom, left:right]
    owner = np.bincount(labels[top:bottom, left:right][mask]).argmax()
    return [(mask, edges, owner)]


def _components(ink, labels):
    """Return (mask, box, owner) of the largest components of `ink`."""
    parts, count = label(ink)
    boxes, _ = measure(parts, count)
    found = []
    for i in np.argsort(-boxes[:, 2:].max(axis=1), kind="stable")[:MOST].tolist():
        left, top, width, height = boxes[i].tolist()
        part = slice(top, top + height), slice(left, left + width)
        mask = parts[part] == i + 1
        found.append((mask, (left, top, left + width, top + height), labels[part][mask][0]))
    return found


def cut_pieces(pieces, chosen):
    """Return `Pieces` in which those of the numbers `chosen` are cut where that may be right."""
    masks, boxes, sources, seams = [], [], [], {}
    for number, (mask, box) in enumerate(zip(pieces.masks, pieces.boxes.tolist(), strict=True)):
        parts, crossed = _cut(mask, pieces.height) if number in chosen else ([mask], None)
        for part in parts:
            left, top, right, bottom = _edges(part)
            masks.append(part[top:bottom, left:right])
            boxes.append((box[0] + left, box[1] + top, box[0] + right, box[1] + bottom))
            sources.append(number)
        if len(parts) > 1:
            seams[number] = crossed
    sources = np.array(sources)
    owners, drawn = pieces.owners[sources], pieces.drawn[sources]
    return Pieces(pieces.writing, masks, np.array(boxes), owners, drawn, sources, seams)


def _cut(mask, height):
    """Return the parts of a mask between its best cuts, and what each cut crosses."""
    seams, crossed = find_seams(mask, height)
    side = (np.arange(mask.shape[1]) >= seams[:, :, None]).sum(axis=0)
    parts = [mask & (side == i) for i in range(len(seams) + 1)]
    found = [i for i, part in enumerate(parts) if part.any()]
    return [parts[i] for i in found], crossed[[i - 1 for i in found[1:]]]


def _edges(mask):
    """Return left, top, right and bottom of the ink in a mask, or None if there is none."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _cuts(sources, drawn, seams):
    cuts = np.zeros((2, len(sources) + 1))
    for source, crossed in seams.items():
        places = np.flatnonzero(sources == source)
        for ink, one, other in zip(crossed, places[:-1], places[1:], strict=True):
            cuts[:, one + 1 : other + 1] += [[drawn[one]], [ink]]
    return cuts
