"""Whole numbers, composed of digits that are written one by one, on a pad of 700x280 pixels."""

from dataclasses import dataclass, field

import numpy as np

from hands.paths import WAYS
from hands.writing import written

SHAPE = 280, 700  # of the pad
DIGITS = 2, 6  # of a number, at least and at most
HEIGHTS = 45, 200  # of its digits, in pixels
MARGIN = 8  # pixels
SLOPE = 8  # degrees that the line rises or falls, at most
INK = 32  # a grey level
BLANK = 10**6  # where a row has no ink


@dataclass(frozen=True)
class Number:
    """The pixels (280, 700), ink 255 on 0, the digits that they show, and how they were drawn.

    Strokes are (n, 3): x and y in pixels, and the line's width.
    """

    pixels: np.ndarray
    digits: str
    strokes: list


@dataclass(frozen=True)
class Digit:
    """A digit's ink (H, W), and strokes (n, 2) in it, if it was drawn by such."""

    label: str
    ink: np.ndarray
    strokes: list = field(default_factory=list)
    width: float = 0


def numbers_of_images(images, labels, count, seed=0, touching=False):
    """Yield `count` numbers of images like MNIST's, each digit enlarged by bilinear sampling."""

    def digits(total, height, rng):
        for i in rng.integers(len(images), size=total):
            high = height * np.exp(rng.uniform(-0.2, 0.2))
            yield Digit(str(labels[i]), enlarged(images[i], high))

    return _numbers(digits, count, seed, touching)


def numbers_of_strokes(count, seed=0, touching=False):
    """Yield `count` numbers of pen strokes, in the hands' ways of writing, with one pen each."""

    def digits(total, height, rng):
        width = np.exp(rng.uniform(np.log(2), np.log(0.16 * height)))
        for label in rng.choice(list(WAYS), total):
            way = rng.choice(list(WAYS[label]))
            drawing = written(str(label), str(way), WAYS[label][way], rng)
            everything = np.concatenate(drawing.strokes)
            high = height * np.exp(rng.uniform(-0.2, 0.2))
            scale = high / max(np.ptp(everything[:, 1]), 0.3 * np.ptp(everything[:, 0]))
            strokes = [points * scale for points in drawing.strokes]
            low = _corner(strokes, width)
            yield Digit(str(label), inked(strokes, width), [s - low for s in strokes], width)

    return _numbers(digits, count, seed, touching)


def enlarged(image, height):
    """Return the ink of an image (28, 28), cropped and scaled to a height in pixels."""
    rows, columns = (np.flatnonzero((image > 0).any(axis=axis)) for axis in (1, 0))
    ink = np.pad(image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(float), 1)
    scale = height / (rows[-1] + 1 - rows[0])
    for _ in range(2):  # rows, then what were columns
        wanted = (np.arange(round(len(ink) * scale)) + 0.5) / scale - 0.5
        low = np.clip(np.floor(wanted).astype(int), 0, len(ink) - 2)
        part = np.clip(wanted - low, 0, 1)[:, None]
        ink = (ink[low] * (1 - part) + ink[low + 1] * part).T
    return ink.round().astype(np.uint8)


def inked(strokes, width):
    """Return the ink of strokes, (n, 2) in pixels, drawn with a round pen: soft rims, cropped."""
    low = _corner(strokes, width)
    extent = np.concatenate(strokes).max(axis=0) - low + width / 2 + 2
    ink = np.zeros(np.ceil(extent[::-1]).astype(int))
    for points in strokes:
        points = points - low
        for a, b in zip(points[: max(len(points) - 1, 1)], points[min(1, len(points) - 1) :]):  # noqa: B905
            _draw_line(ink, a, b, width / 2)
    return (255 * ink).round().astype(np.uint8)


def _corner(strokes, width):
    """Return the point that the first pixel of `inked` begins at."""
    return np.concatenate(strokes).min(axis=0) - width / 2 - 2


def _draw_line(ink, a, b, radius):
    left, top = np.maximum(np.minimum(a, b) - radius - 2, 0).astype(int)
    right, bottom = (np.maximum(a, b) + radius + 3).astype(int)
    part = ink[top:bottom, left:right]
    y, x = np.indices(part.shape)
    x, y = x + left + 0.5 - a[0], y + top + 0.5 - a[1]
    along = b - a
    share = np.clip((x * along[0] + y * along[1]) / max(along @ along, 1e-9), 0, 1)
    distance = np.hypot(x - share * along[0], y - share * along[1])
    np.maximum(part, np.clip(radius - distance + 0.5, 0, 1), out=part)


def _numbers(digits, count, seed, touching):
    for rng in np.random.default_rng(seed).spawn(count):
        total = int(rng.integers(DIGITS[0], DIGITS[1] + 1))
        while True:  # until it fits
            height = rng.uniform(HEIGHTS[0], min(HEIGHTS[1], 800 / total))
            found = list(digits(total, height, rng))
            placed = _composed([digit.ink for digit in found], height, touching, rng)
            if placed is not None:
                yield _number(found, *placed)
                break


def _number(digits, pixels, corners):
    strokes = [
        np.insert(points + corner, 2, digit.width, axis=1)
        for digit, corner in zip(digits, corners, strict=True)
        for points in digit.strokes
    ]
    return Number(pixels, "".join(digit.label for digit in digits), strokes)


def _composed(inks, height, touching, rng):
    """Return a pad with pieces of ink side by side, and where each begins; None for want of room.

    Each comes as near to what is left of it as the gap allows, in whichever rows that is, so
    slanted ones may reach over one another. If they are to touch, they do by a hair or a line.
    """
    slope = np.tan(np.radians(rng.uniform(-SLOPE, SLOPE)))
    canvas = np.zeros((3 * SHAPE[0], 4 * SHAPE[1]), np.uint8)
    right, corners = 0, []
    for ink in inks:
        gap = height * (rng.uniform(-0.06, 0) if touching else rng.uniform(0.06, 0.45))
        middle = 1.5 * SHAPE[0] + slope * right + rng.uniform(-0.1, 0.1) * height
        top = round(middle - len(ink) / 2)
        left = _nearest(canvas[top : top + len(ink)], ink, round(gap), right)
        into = canvas[top : top + len(ink), left : left + ink.shape[1]]
        np.maximum(into, ink, out=into)
        corners.append((left, top))
        right = max(right, left + ink.shape[1])
    rows, columns = (np.flatnonzero((canvas >= INK).any(axis=axis)) for axis in (1, 0))
    cropped = canvas[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    free = np.subtract(SHAPE, cropped.shape) - 2 * MARGIN
    if (free < 0).any():
        return None
    y, x = (MARGIN + int(rng.integers(extent + 1)) for extent in free)
    pixels = np.zeros(SHAPE, np.uint8)
    pixels[y : y + len(cropped), x : x + cropped.shape[1]] = cropped
    return pixels, np.array(corners) - (columns[0], rows[0]) + (x, y)


def _nearest(before, ink, gap, right):
    """Return the column for `ink` that leaves `gap` pixels to the ink that is there before it."""
    if right == 0:
        return 0
    last = before.shape[1] - 1 - (before >= INK)[:, ::-1].argmax(axis=1)
    last[~(before >= INK).any(axis=1)] = -BLANK
    first = (ink >= INK).argmax(axis=1)
    first[~(ink >= INK).any(axis=1)] = BLANK
    near = max(gap, 0)  # rows above and below count, too
    padded = np.pad(last, near, constant_values=-BLANK)
    last = np.max([padded[i : i + len(last)] for i in range(2 * near + 1)], axis=0)
    return max(int((last - first).max()) + 1 + gap, right - ink.shape[1] // 2, 0)
