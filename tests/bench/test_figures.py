import pytest

from bench.figures import Figure, Goal, at_least, ratio


def test_a_figure_is_the_median_with_least_and_greatest():
    assert Figure.of([3.0, 1.0, 10.0]) == Figure(3.0, 1.0, 10.0, 3)
    assert Figure.of([4, 1, 2, 3]).median == 2.5


def test_what_was_not_measured_does_not_count():
    assert Figure.of([None, 5, None]) == Figure(5, 5, 5, 1)
    assert Figure.of([None]) is None


def test_a_ratio_is_one_of_medians():
    assert ratio(Figure.of([1, 2, 9]), Figure.of([4, 4, 5])) == 0.5
    assert ratio(None, Figure.of([1])) is None
    assert ratio(Figure.of([1]), None) is None
    assert ratio(Figure.of([1]), Figure.of([0])) is None


@pytest.mark.parametrize(
    ("value", "verdict"), [(0.79, "met"), (0.8, "met"), (0.81, "missed"), (None, "—")]
)
def test_a_goal_is_met_up_to_its_limit(value, verdict):
    assert Goal("start", value, 0.8).verdict == verdict


def test_a_score_is_met_from_its_limit_on():
    assert [at_least(score, 95) for score in (94, 95, 100)] == ["missed", "met", "met"]
