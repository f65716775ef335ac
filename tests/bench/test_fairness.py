import pytest

from bench.fairness import blurred, greatest_difference, is_about
from bench.slowing import DutyCycle


def test_probabilities_are_compared_one_by_one():
    assert greatest_difference([0.25, 0.75], [0.5, 0.5]) == 0.25
    assert greatest_difference([0.5, 0.5], [0.5]) == float("inf")
    assert greatest_difference([0.5, 0.5], [float("nan"), 0.5]) == float("inf")


def test_a_blurred_image_has_both_ways_up():
    assert blurred([0, 100, 255]) == [127, 100, 127]


@pytest.mark.parametrize(("found", "fair"), [(1.0, False), (3.0, True), (4.4, True), (9.0, False)])
def test_four_times_slower_is_about_four_times_slower(found, fair):
    assert is_about(found, 4) is fair


def test_a_duty_cycle_makes_up_for_stops_of_the_wrong_length():
    cycle = DutyCycle(4, period=0.02)
    ran = stopped = 0.0
    for _ in range(100):
        ran += 0.006  # later than asked
        took = cycle.stop_after(0.006) + 0.001  # later, too
        cycle.stopped(took)
        stopped += took
    assert (ran + stopped) / ran == pytest.approx(4, rel=0.01)
