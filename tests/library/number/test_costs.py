"""Costs say which of two ways to part ink is likelier: here they are compared."""

import math

import numpy as np
import pytest

from inkglass.number.costs import (
    cost_of_joining,
    cost_of_parting,
    cost_of_reading,
    cost_of_shape,
    cost_of_skipping,
    is_candidate,
)
from inkglass.number.pieces import cut_pieces, find_pieces


def pieces_of(*boxes):
    """Return pieces that are full boxes (left, top, right, bottom) on a wide pad."""
    pixels = np.zeros((120, 500), np.uint8)
    for left, top, right, bottom in boxes:
        pixels[top:bottom, left:right] = 255
    return find_pieces(pixels)


def test_reading_costs_more_the_less_sure():
    costs = [cost_of_reading(probability, 0.5) for probability in (1, 0.9, 0.6, 0.4, 0.1, 0)]

    assert costs[0] == 0
    assert costs == sorted(costs)
    assert math.isfinite(costs[-1])


def test_reading_under_the_least_confidence_costs_more():
    assert cost_of_reading(0.4, 0.5) > cost_of_reading(0.4, 0.3)


@pytest.mark.parametrize(
    ("usual", "odd"),
    [
        ((20, 10, 80, 110), (20, 80, 80, 110)),  # low
        ((20, 10, 80, 110), (20, 10, 180, 110)),  # wide
        ((20, 10, 80, 110), (20, 10, 28, 110)),  # narrow
    ],
)
def test_an_odd_shape_costs_more(usual, odd):
    line = (300, 10, 360, 110)

    costs = [cost_of_shape(pieces_of(box, line), 0, 1, 8) for box in (usual, odd)]

    assert costs[0] < costs[1]


def test_a_narrow_1_costs_less_than_a_narrow_0():
    pieces = pieces_of((20, 10, 40, 110))

    assert cost_of_shape(pieces, 0, 1, 1) < cost_of_shape(pieces, 0, 1, 0)


def test_classes_that_are_no_digits_have_no_usual_shape():
    pieces = pieces_of((20, 10, 40, 110))

    assert cost_of_shape(pieces, 0, 1, 25) == 0


def test_joining_costs_more_over_a_wider_gap_and_side_by_side():
    beside, further = pieces_of((20, 10, 40, 110), (50, 10, 70, 110), (110, 10, 130, 110)), 1
    above = pieces_of((20, 10, 70, 20), (20, 30, 72, 110))

    assert 0 < cost_of_joining(above, 0) < cost_of_joining(beside, 0)
    assert cost_of_joining(beside, 0) < cost_of_joining(beside, further)


def test_pieces_of_one_component_join_for_nothing():
    pixels = np.zeros((100, 140), np.uint8)
    pixels[20:80, 20:60] = pixels[48:52, 60:80] = pixels[20:80, 80:120] = 255

    cut = cut_pieces(find_pieces(pixels), [0])

    assert cost_of_joining(cut, 0) == 0


def test_parting_costs_more_through_more_ink():
    costs = []
    for bridge in (4, 16):
        pixels = np.zeros((100, 140), np.uint8)
        pixels[20:80, 20:60] = pixels[40 : 40 + bridge, 60:80] = pixels[20:80, 80:120] = 255
        cut = cut_pieces(find_pieces(pixels), [0])
        middle = 1 + cut.cuts[1, 1:-1].argmin()
        edges = cut.edges_of(0, middle), cut.edges_of(middle, cut.count)
        costs.append(cost_of_parting(cut, edges[0], middle, edges[1]))

    assert 0 < costs[0] < costs[1]


def test_parting_what_stands_apart_costs_nothing():
    pieces = pieces_of((20, 10, 40, 110), (60, 10, 80, 110))

    assert cost_of_parting(pieces, pieces.edges_of(0, 1), 1, pieces.edges_of(1, 2)) == 0


def test_parting_what_stands_above_one_another_costs():
    pieces = pieces_of((20, 10, 70, 50), (20, 60, 72, 110))

    assert cost_of_parting(pieces, pieces.edges_of(0, 1), 1, pieces.edges_of(1, 2)) > 0.5


def test_only_specks_may_be_left_out():
    pieces = pieces_of((20, 10, 60, 110), (80, 50, 84, 54), (90, 50, 100, 60))
    speck, larger = cost_of_skipping(pieces, 1), cost_of_skipping(pieces, 2)

    assert cost_of_skipping(pieces, 0) == math.inf
    assert 0 < speck < larger < math.inf


def test_what_is_very_wide_is_a_candidate_only_in_one_piece():
    apart = pieces_of((20, 10, 60, 110), (140, 10, 200, 110))
    whole = pieces_of((20, 10, 400, 110))

    assert is_candidate(apart, 0, 1)
    assert not is_candidate(apart, 0, 2)
    assert is_candidate(whole, 0, 1)
