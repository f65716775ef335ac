"""How well digits were found and read: found boxes beside the true ones."""

from dataclasses import dataclass

OVERLAP = 0.4  # of the area that two boxes cover together


@dataclass
class Score:
    """Counts of digits: there, found, found and read right, and found where there is none."""

    digits: int = 0
    found: int = 0
    right: int = 0
    false: int = 0

    def __add__(self, other):
        """Return the counts of both."""
        return Score(
            *(a + b for a, b in zip(vars(self).values(), vars(other).values(), strict=True))
        )


def score(found, digits):
    """Return the `Score` of pairs of a label and a box beside those that are there.

    Each true digit takes the found one that overlaps it most, if that is enough.
    """
    free = list(found)
    result = Score(digits=len(digits))
    for label, box in digits:
        best = max(free, key=lambda each: overlap(each[1], box), default=None)
        if best is None or overlap(best[1], box) < OVERLAP:
            continue
        free.remove(best)
        result.found += 1
        result.right += best[0] == label
    result.false = sum(label != "?" for label, _ in free)
    return result


def overlap(one, other):
    """Return the area that two boxes share, as a part of what they cover together."""
    width, height = (
        min(one[i] + one[i + 2], other[i] + other[i + 2]) - max(one[i], other[i]) for i in (0, 1)
    )
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    return shared / (one[2] * one[3] + other[2] * other[3] - shared)
