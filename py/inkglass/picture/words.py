"""Reading the pieces of ink in a picture line by line, and in a line word by word.

A word of digits is read as a whole number is, so that broken strokes are joined and digits that
touch are cut. A word of letters is no number: nothing of it is given.
"""

from dataclasses import replace

import numpy as np

from inkglass.number.reading import read_number
from inkglass.picture.text_evidence import evidence, evidence_needed
from inkglass.picture.text_lines import text_lines
from inkglass.reading.drawing import FAINTEST_INK, network_input
from inkglass.reading.found_digit import FoundDigit

GAP = 0.45  # heights of the line: what is further away is another word
REACH = 0.3  # heights: so far around a word are its parts
PART_REACH = 0.2  # heights of a digit, up to something that is lower and no digit by itself
LOWER = 0.7  # of a digit's height
LEAST_PART = 0.1  # of the height: what is smaller is a speck
LETTERS = 3  # pieces, at least, of a word that can be seen to be one of letters
WIDE = 1.1  # times as wide as high may be two digits
CUT_SURE = 0.9  # what is cut out has to be so sure where no other digit is in the line
NARROW = 0.45  # of its height: parts of letters are so narrow
MOST = 60  # words that are read as numbers
AT_ONCE = 128  # images


def read_lines(marks, predict, least_confidence):
    """Return lines from top to bottom, each a list of `FoundDigit` from left to right.

    `predict` maps uint8 (N, 28, 28) to probabilities (N, classes), of which the highest is under
    `least_confidence` for what may be no digit.
    """
    singles = _singles(marks, predict)
    picture = evidence(singles.values())
    if len(picture) and picture.mean() > 0:
        marks = _with_more_parts(marks, singles, least_confidence)
    reader = _Reader(marks, singles, predict, least_confidence)
    lines = [
        reader.read(marks.digits[line], picture) for line in text_lines(marks.boxes[marks.digits])
    ]
    return [line for line in lines if line]


class _Reader:
    """Reads the lines of `marks`, of which `singles` have been read one by one."""

    def __init__(self, marks, singles, predict, least_confidence):
        self.marks, self.singles = marks, singles
        self.predict, self.least_confidence = predict, least_confidence
        self.rest = MOST

    def read(self, line, picture):
        """Return the digits of a line, the numbers of its pieces from left to right."""
        singles = [self.singles[number] for number in line.tolist()]
        height = np.median(self.marks.boxes[line, 3])
        needed = evidence_needed(evidence(singles), picture)
        has_digits = self.unsure(singles) < len(singles)
        found = []
        for word in _words(self.marks, line, height):
            digits = [self.singles[number] for number in word]
            if (needed or len(word) >= LETTERS) and evidence(digits).sum() < needed:
                continue
            found += digits if needed else self.read_word(word, digits, height, has_digits)
        return found

    def read_word(self, word, digits, height, has_digits):
        """Return the digits of a word, as they are or as a number if that is better."""
        parts = _parts(self.marks, word, height)
        digits = digits + [self.singles[i] for i in parts.tolist() if i in self.singles]
        unsure, is_wide = self.unsure(digits), _is_wide(self.marks, word)
        if not (self.rest and (len(parts) or unsure or is_wide)):
            return digits
        self.rest -= 1
        number = self.as_number([*word, *parts])
        is_cut = len(number) > len(word)
        if self.unsure(number) > unsure or (is_cut and not has_digits and not is_wide):
            return digits
        return digits if is_cut and not has_digits and _is_like_letter(number) else number

    def as_number(self, numbers):
        """Return these pieces read as a whole number."""
        box = self.marks.box_of(numbers)
        ink = self.marks.cut(numbers, box)
        left, top = max(box[0] - 1, 0), max(box[1] - 1, 0)
        found = read_number(ink, self.predict, self.least_confidence)
        return [digit.moved(left, top) for digit in found]

    def unsure(self, digits):
        """Return how many are less sure than digits are."""
        return sum(digit.probabilities.max() < self.least_confidence for digit in digits)


def _is_like_letter(number):
    """Return whether what was cut may be a letter: of its parts most are like ones, if digits."""
    is_sure = all(digit.probabilities.max() >= CUT_SURE for digit in number)
    return not is_sure or any(digit.box[2] < NARROW * digit.box[3] for digit in number)


def _singles(marks, predict):
    """Return by its number each piece that may be a digit, read by itself."""
    cuts = [marks.cut([number], marks.boxes[number]) for number in marks.digits]
    images = [network_input(ink) for ink in cuts]
    boxes = list(map(_box_with_rim, cuts, marks.boxes[marks.digits]))
    found = []
    for start in range(0, len(images), AT_ONCE):
        found += list(predict(np.stack(images[start : start + AT_ONCE])))
    digits = map(FoundDigit, boxes, images, found)
    return dict(zip(marks.digits.tolist(), digits, strict=True))


def _box_with_rim(ink, box):
    """Return the box around a piece's ink with its soft rim, as cut out of a picture."""
    rows, columns = (np.flatnonzero((ink >= FAINTEST_INK).any(axis=axis)) for axis in (1, 0))
    left, top = max(box[0] - 1, 0) + columns[0], max(box[1] - 1, 0) + rows[0]
    return int(left), int(top), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


def _with_more_parts(marks, singles, least_confidence):
    """Return the marks, of which those that are no digits and beside a higher one are its parts."""
    left, top, width, height = marks.boxes[marks.digits].T
    is_part = np.zeros(len(left), bool)
    for i, number in enumerate(marks.digits.tolist()):
        if singles[number].probabilities.max() >= least_confidence:
            continue
        reach = PART_REACH * height
        is_near = (left < left[i] + width[i] + reach) & (left[i] < left + width + reach)
        is_near &= (top < top[i] + height[i]) & (top[i] < top + height)
        is_part[i] = (is_near & (height[i] < LOWER * height)).any()
    digits, parts = marks.digits[~is_part], np.append(marks.parts, marks.digits[is_part])
    return replace(marks, digits=digits, parts=parts)


def _words(marks, line, height):
    """Part a line, the numbers of its pieces from left to right, where gaps are wide."""
    boxes = marks.boxes[line]
    right = np.maximum.accumulate(boxes[:, 0] + boxes[:, 2])
    gaps = boxes[1:, 0] - right[:-1]
    ends = np.flatnonzero(gaps > GAP * height) + 1
    return [word.tolist() for word in np.split(line, ends)]


def _parts(marks, word, height):
    """Return the numbers of smaller pieces that may belong to digits of a word of that height."""
    boxes, reach = marks.boxes[marks.parts], np.array([REACH, REACH / 2]) * height
    extents = boxes[:, 2:].max(axis=1, initial=0)
    is_small = (extents > LEAST_PART * height) & (extents < height)
    parts = np.array([], int)
    for _ in range(2):  # what is beside a part may be another one
        box = np.array(marks.box_of([*word, *parts]))
        is_near = (boxes[:, :2] < box[:2] + box[2:] + reach).all(axis=1)
        is_near &= (boxes[:, :2] + boxes[:, 2:] > box[:2] - reach).all(axis=1)
        parts = marks.parts[is_near & is_small]
    return parts


def _is_wide(marks, word):
    boxes = marks.boxes[word]
    return (boxes[:, 2] > WIDE * boxes[:, 3]).any()
