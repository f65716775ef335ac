import time

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from page_python import SLOW_IN_PAGE

from inkglass.imaging.components import label, measure


def plain_label(mask):
    """Number components by filling each from its first pixel on, a pixel at a time."""
    labels, count = np.zeros(mask.shape, int), 0
    for first in zip(*mask.nonzero(), strict=True):
        if labels[first]:
            continue
        count += 1
        labels[first] = count
        waiting = [first]
        while waiting:
            y, x = waiting.pop()
            for i, j in np.ndindex(3, 3):
                near = y + i - 1, x + j - 1
                inside = 0 <= near[0] < mask.shape[0] and 0 <= near[1] < mask.shape[1]
                if inside and mask[near] and not labels[near]:
                    labels[near] = count
                    waiting.append(near)
    return labels, count


def plain_measure(labels, count):
    boxes, sizes = [], []
    for number in range(1, count + 1):
        rows, columns = (labels == number).nonzero()
        corner = columns.min(), rows.min()
        boxes.append((*corner, columns.max() + 1 - corner[0], rows.max() + 1 - corner[1]))
        sizes.append(len(rows))
    return np.array(boxes).reshape(count, 4), sizes


def spiral(size):
    """A line of one pixel that winds inwards, with as much ground between its turns."""
    mask = np.zeros((size, size), bool)
    for low in range(0, size // 2 - 1, 2):
        high = size - 1 - low
        mask[low, max(low - 2, 0) : high + 1] = mask[high, low : high + 1] = True
        mask[low : high + 1, high] = mask[low + 2 : high + 1, low] = True
    return mask


def winding(size):
    """A line that goes up and down from left to right."""
    mask = np.zeros((size, size), bool)
    mask[:, ::2] = mask[-1, 1::4] = mask[0, 3::4] = True
    return mask


def comb(size, back):
    mask = np.zeros((size, size), bool)
    mask[:, ::2] = mask[back] = True
    return mask


def picture(text):
    return np.array([[pixel == "#" for pixel in row] for row in text.split()])


@pytest.mark.parametrize("share", [0.1, 0.25, 0.4, 0.5, 0.7, 0.95])
@pytest.mark.parametrize("shape", [(1, 40), (40, 1), (2, 2), (17, 23), (40, 31)])
def test_components_are_those_of_filling_pixel_by_pixel(rng, share, shape):
    for _ in range(10):
        mask = rng.random(shape) < share

        labels, count = label(mask)

        expected, expected_count = plain_label(mask)
        assert count == expected_count
        assert labels.dtype == np.int32
        assert_array_equal(labels, expected)
        for found, wanted in zip(measure(labels, count), plain_measure(labels, count), strict=True):
            assert_array_equal(found, wanted)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#. .#", [[1, 0], [0, 1]]),
        (".# #.", [[0, 1], [1, 0]]),
        ("..# ... #..", [[0, 0, 1], [0, 0, 0], [2, 0, 0]]),
        ("..# #..", [[0, 0, 1], [2, 0, 0]]),
        ("#.# #.# ###", [[1, 0, 1], [1, 0, 1], [1, 1, 1]]),
        (".#.# #.#.", [[0, 1, 0, 1], [1, 0, 1, 0]]),
    ],
)
def test_corners_touch_and_the_frame_does_not_join(text, expected):
    labels, count = label(picture(text))

    assert_array_equal(labels, expected)
    assert count == np.max(expected)


def test_a_worked_example_of_boxes_and_sizes():
    boxes, sizes = measure(*label(picture("#..## ##..# ..... ..#..")))

    assert_array_equal(boxes, [[0, 0, 2, 2], [3, 0, 2, 2], [2, 3, 1, 1]])
    assert_array_equal(sizes, [3, 3, 1])


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (5, 0), (1, 1), (3, 1000)])
def test_no_ink_has_no_components(shape):
    labels, count = label(np.zeros(shape, bool))

    assert count == 0
    assert labels.shape == shape
    assert [len(part) for part in measure(labels, count)] == [0, 0]


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (30, 50)])
def test_all_ink_is_one_component(shape):
    labels, count = label(np.ones(shape, bool))

    assert (labels == 1).all()
    assert_array_equal(measure(labels, count)[0], [[0, 0, shape[1], shape[0]]])


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("make", [spiral, winding, lambda n: comb(n, 0), lambda n: comb(n, -1)])
def test_long_ways_are_one_component(make, turns):
    labels, count = label(np.rot90(make(121), turns))

    assert count == 1
    assert_array_equal(labels, np.rot90(make(121), turns))


def test_a_view_is_labelled_like_a_copy(rng):
    view = (rng.random((60, 80)) < 0.4)[::2, ::-1].T

    assert_array_equal(label(view)[0], label(view.copy())[0])


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(make, marks=SLOW_IN_PAGE)
        for make in (spiral, winding, lambda n: np.indices((n, n)).sum(0) % 2 == 0)
    ],
)
def test_what_is_hard_takes_its_pixels_time(make):
    """Sixteen times as many pixels take about that many times as long, not the square of it."""
    times = []
    for size in (300, 1200):
        mask = make(size)
        label(mask)
        best = np.inf
        for _ in range(3):
            start = time.process_time()
            label(mask)
            best = min(best, time.process_time() - start)
        times.append(best)

    assert times[1] < 80 * times[0]


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        (np.zeros((3, 3), np.uint8), r"expected bool of shape \(H, W\), received uint8 \(3, 3\)"),
        (np.zeros(9, bool), r"received bool \(9,\)"),
        (np.zeros((3, 3, 1), bool), r"received bool \(3, 3, 1\)"),
        ([[True]], "received list"),
    ],
)
def test_anything_but_a_mask_is_refused(mask, message):
    with pytest.raises(ValueError, match=message):
        label(mask)
