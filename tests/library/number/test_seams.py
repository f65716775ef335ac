import numpy as np
import pytest

from inkglass.number.seams import find_seams


def test_two_blocks_with_a_bridge_are_cut_through_the_bridge():
    mask = np.zeros((40, 70), bool)
    mask[:, :30] = mask[:, 40:] = mask[18:22] = True

    seams, crossed = find_seams(mask, 40)

    cheapest = crossed.argmin()
    assert ((seams[cheapest] >= 30) & (seams[cheapest] <= 40)).all()
    assert crossed[cheapest] == pytest.approx(4 / 40)


def test_a_gap_is_crossed_for_nothing():
    mask = np.ones((40, 70), bool)
    mask[:, 30:40] = False

    seams, crossed = find_seams(mask, 40)

    best = crossed.argmin()
    assert ((seams[best] >= 30) & (seams[best] <= 40)).all()
    assert crossed[best] == 0


def test_a_slanted_gap_is_followed():
    y, x = np.indices((40, 90))
    mask = np.abs(x - 45 - (y - 20) / 2) > 3

    seams, crossed = find_seams(mask, 40)

    best = crossed.argmin()
    assert not mask[y[:, 0], seams[best]].any()
    assert seams[best][0] < seams[best][-1] - 10


def test_a_ring_is_cut_through_two_lines():
    mask = np.ones((60, 60), bool)
    mask[6:-6, 6:-6] = False

    seams, crossed = find_seams(mask, 60)

    middle = np.abs(seams[:, 30] - 30).argmin()
    assert crossed[middle] == pytest.approx(12 / 60, abs=0.01)


def test_solid_ink_is_not_cut():
    seams, crossed = find_seams(np.ones((40, 80), bool), 40)

    assert seams.shape == (0, 40)
    assert crossed.shape == (0,)


@pytest.mark.parametrize("shape", [(1, 1), (1, 50), (50, 1), (3, 2)])
def test_small_masks_are_left_whole_or_cut_within(shape):
    seams, _ = find_seams(np.ones(shape, bool), shape[0])

    assert seams.shape[1] == shape[0]
    assert ((seams > 0) & (seams <= shape[1])).all()


def test_cuts_are_ordered_and_apart(rng):
    mask = np.zeros((60, 300), bool)
    mask[:, ::10] = mask[30] = True

    seams, _ = find_seams(mask, 60)

    columns = seams[:, 30]
    assert len(columns) > 10
    assert (np.diff(columns) >= 6).all()


def test_a_large_mask_gives_the_same_cuts_larger():
    mask = np.zeros((40, 70), bool)
    mask[:, :30] = mask[:, 40:] = mask[18:22] = True

    small, small_crossed = find_seams(mask, 40)
    large, large_crossed = find_seams(np.kron(mask, np.ones((6, 6), bool)), 240)

    assert abs(large[large_crossed.argmin(), 0] / 6 - small[small_crossed.argmin(), 0]) < 6
    assert large_crossed.min() == pytest.approx(small_crossed.min(), abs=0.02)
