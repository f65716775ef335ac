"""Digits among what is none: in tables and frames, underlined, and letters in lines."""

import numpy as np
from hands.numbers import inked
from hands.others import LETTERS
from hands.writing import written
from PIL import Image, ImageDraw, ImageFilter

from photographs.layout import box_of, ink_of

HEIGHTS = 26, 80  # pixels, of digits
MOST_TURNED = 2  # degrees


def cluttered(images, labels, count, seed=0):
    """Yield `count` times for each kind its name, grey bytes (H, W), and pairs of label and box."""
    for rng in np.random.default_rng(seed).spawn(count):
        for kind, fill in KINDS.items():
            yield kind, *fill(float(rng.uniform(*HEIGHTS)), images, labels, rng).taken()


class Sheet:
    """A sheet on which ink (H, W), in [0, 1], is put, and the digits that are on it."""

    def __init__(self, width, height, images, labels, rng):
        self.ink = Image.new("L", (round(width), round(height)))
        self.pen = ImageDraw.Draw(self.ink)
        self.images, self.labels, self.rng = images, labels, rng
        self.digits = []

    def add_digit(self, left, top, height):
        """Put a digit's ink there, left and top being those of its box."""
        i = self.rng.integers(len(self.images))
        ink = ink_of(self.images[i], height)
        box = box_of(ink)
        left, top = round(left), round(top)
        self._add(ink, left - box[0], top - box[1])
        size = box[2] - box[0], box[3] - box[1]
        self.digits.append((str(self.labels[i]), (left, top, *size)))

    def add_letter(self, left, top, height):
        """Put a letter there; return where it ends."""
        name = self.rng.choice(list(LETTERS))
        strokes = written("?", name, LETTERS[name], self.rng).strokes
        scale = height / np.ptp(np.concatenate(strokes)[:, 1])
        ink = inked([points * scale for points in strokes], height * 0.1) / 255
        self._add(ink, round(left), round(top))
        return left + ink.shape[1]

    def taken(self):
        """Return what a camera, or a screenshot, makes of the sheet, and its digits."""
        rng = self.rng
        ink, digits = self.ink, self.digits
        is_photograph = rng.random() < 0.6
        if is_photograph:
            turn = rng.uniform(-MOST_TURNED, MOST_TURNED)
            ink = ink.rotate(turn, Image.Resampling.BICUBIC)
            ink = ink.filter(ImageFilter.GaussianBlur(rng.uniform(0, 0.8)))
            digits = [(label, self._turned(box, np.radians(turn))) for label, box in digits]
        dark, light = rng.uniform(0, 70), rng.uniform(200, 255)
        if rng.random() < 0.25:
            dark, light = light, dark
        grey = light + (dark - light) * np.asarray(ink, float) / 255
        grey += is_photograph * rng.normal(0, rng.uniform(0, 4), grey.shape)
        return grey.clip(0, 255).astype(np.uint8), digits

    def _turned(self, box, turn):
        centre = np.array(self.ink.size) / 2
        from_centre = np.add(box[:2], np.array(box[2:]) / 2) - centre
        turning = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        return *(turning @ from_centre + centre - np.array(box[2:]) / 2), *box[2:]

    def _add(self, ink, left, top):
        ink = Image.fromarray((255 * ink.clip(0, 1)).astype(np.uint8))
        self.ink.paste(255, (left, top), ink)


def _table(height, images, labels, rng):
    rows, columns = rng.integers(2, 6, 2)
    cell = height * np.array([rng.uniform(1.4, 3), rng.uniform(1.5, 2.2)])
    margin = height * rng.uniform(0.5, 2)
    size = cell * [columns, rows]
    sheet = Sheet(*(size + 2 * margin), images, labels, rng)
    line = {"fill": int(rng.uniform(90, 255)), "width": round(rng.uniform(1, max(2, height / 14)))}
    right, bottom = size + margin
    for row in range(rows + 1):
        y = margin + row * cell[1]
        sheet.pen.line([margin, y, right, y], **line)
    for column in range(columns + 1):
        x = margin + column * cell[0]
        sheet.pen.line([x, margin, x, bottom], **line)
    for row, column in np.ndindex(rows, columns):
        if rng.random() < 0.8:
            x, y = margin + (np.array([column, row]) + 0.5) * cell
            sheet.add_digit(x - 0.35 * height, y - 0.5 * height, height)
    return sheet


def _number(height, images, labels, rng):
    """Return a sheet with a number in its middle, and the corners of that."""
    count = rng.integers(1, 6)
    sheet = Sheet(height * (1.1 * count + 4), height * 5, images, labels, rng)
    for place in range(count):
        sheet.add_digit(height * (2 + 1.1 * place), 2 * height, height * rng.uniform(0.9, 1.05))
    return sheet, np.array([2, 2, 2 + 1.1 * count, 3]) * height


def _frame(height, images, labels, rng):
    sheet, corners = _number(height, images, labels, rng)
    line = {"outline": int(rng.uniform(120, 255)), "width": round(rng.uniform(1, height / 12))}
    shape = rng.choice(["rectangle", "rounded_rectangle", "ellipse"])
    if shape == "ellipse":
        corners += height * np.array([-1, -0.6, 1, 0.6])
    else:
        corners += height * rng.uniform(0.4, 0.7) * np.array([-1, -1, 0.6, 1])
    options = {"radius": 0.3 * height} if shape == "rounded_rectangle" else {}
    getattr(sheet.pen, shape)(corners.tolist(), **line, **options)
    return sheet


def _underlined(height, images, labels, rng):
    sheet, (left, _, right, bottom) = _number(height, images, labels, rng)
    width = round(rng.uniform(1, height / 10))
    for distance in 0.2, 0.35:
        y = bottom + distance * height
        sheet.pen.line([left - 0.4 * height, y, right, y], fill=255, width=width)
        if rng.random() < 0.6:
            break
    return sheet


def _letters(height, images, labels, rng):
    """Return lines of words, and a number below them."""
    sheet = Sheet(height * 14, height * 9, images, labels, rng)
    for row in range(3):
        left = height
        for _ in range(2):
            for _ in range(rng.integers(3, 6)):
                left = sheet.add_letter(left, height * (0.8 + 1.7 * row), height) + 0.15 * height
            left += 0.8 * height
    for place in range(rng.integers(2, 6)):
        sheet.add_digit(height * (1 + 1.1 * place), 6.5 * height, height)
    return sheet


KINDS = {"table": _table, "frame": _frame, "underlined": _underlined, "letters": _letters}
