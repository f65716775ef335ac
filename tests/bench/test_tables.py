from bench.figures import Figure
from bench.tables import spread, table


def test_columns_line_up():
    lines = table(("visit", "a", "other"), [("first", 7, None), ("offline", 1234, "x")])
    assert lines == [
        "visit       a  other",
        "--------------------",
        "first       7      —",
        "offline  1234      x",
    ]


def test_a_spread_shows_median_least_and_greatest():
    assert spread(Figure.of([1.26, 2.0, 1.0]), 1) == "1.3 (1.0 to 2.0)"
    assert spread(None) is None
