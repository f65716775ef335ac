"""Medians of several runs, and how they compare."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """The median, the least and the greatest of `count` values."""

    median: float
    least: float
    greatest: float
    count: int

    @staticmethod
    def of(values):
        """Summarise values, leaving out those that are None; None if no other is there."""
        known = [value for value in values if value is not None]
        if not known:
            return None
        return Figure(median(known), min(known), max(known), len(known))


@dataclass(frozen=True)
class Goal:
    """A figure that should be at most `limit`; `value` is None where nothing was measured."""

    name: str
    value: float | None
    limit: float
    unit: str = ""

    @property
    def verdict(self):
        """`met`, `missed` or `—`."""
        if self.value is None:
            return "—"
        return "met" if self.value <= self.limit else "missed"


def ratio(figure, other):
    """Return how many times `other`'s median `figure`'s is, or None where one is missing."""
    if figure is None or other is None or other.median == 0:
        return None
    return figure.median / other.median


def at_least(value, limit):
    """Return `met` or `missed`."""
    return "met" if value >= limit else "missed"
