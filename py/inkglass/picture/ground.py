"""What a picture would be without its ink: paper or a board, in uneven light."""

import numpy as np

from inkglass.imaging.neighbourhood import block_means, box_mean, enlarged, extent, highest, lowest

CELLS = 400  # on the longer side, of what the ground is looked for in
WIDEST_STROKE = 1 / 4  # of the longer side
NEAR = 1 / 50  # of the longer side: how far around each cell paper is looked for
SURE = 4  # standard deviations of the noise: what differs by more is ink
LEAST = 10  # grey levels: what differs by less is no ink
SKEWED = 1.0  # levels are clearly skewed from there on


def is_light_on_dark(grey):
    """Return whether the ink of grey levels (H, W) is light.

    Ink covers the smaller part, so levels are skewed to its side. Where they are hardly so, it is
    a close-up, in which ink covers much; but little of its border.
    """
    cells = block_means(grey, _cell(grey.shape))
    away = cells - box_mean(cells, max(extent(cells.shape) // 16, 2))
    skewness = (away**3).mean() / max((away**2).mean() ** 1.5, 1e-6)
    if abs(skewness) >= SKEWED:
        return bool(skewness > 0)
    return bool(border_of(cells).mean() < (cells.min() + cells.max()) / 2)


def border_of(levels):
    """Return the levels of all pixels at the border of (H, W), those in the corners twice."""
    return np.concatenate([levels[0], levels[-1], levels[:, 0], levels[:, -1]])


def without_ground(grey):
    """Return how much darker (H, W) is than its ground, and the noise's standard deviation.

    The ground is a closing of the picture (no stroke is as wide as its window), and, where that
    leaves paper to take the mean of, the mean of the paper nearby.
    """
    size = _cell(grey.shape)
    cells = block_means(grey, size)
    longest = extent(cells.shape)
    radius = int(longest * WIDEST_STROKE / 2) + 1
    closed = lowest(highest(cells, radius), radius)
    darker = closed - cells
    usual = np.median(darker)
    noise = deviation(darker - usual)
    is_paper = darker - usual < max(SURE * noise, LEAST)
    ground = _mean_of_paper(cells, is_paper, closed - usual, int(longest * NEAR) + 1)
    ink = enlarged(ground.astype(np.float32), size, grey.shape) - grey
    paper = ink[::size, ::size][is_paper]
    return ink, deviation(paper)


def deviation(levels):
    """Return the standard deviation that the median of absolute levels tells of."""
    return 1.4826 * float(np.median(np.abs(levels))) if levels.size else 0.0


def _cell(shape):
    return max(extent(shape) // CELLS, 1)


def _mean_of_paper(cells, is_paper, otherwise, radius):
    """Return the mean of paper near each cell; `otherwise` where there is hardly any."""
    weight = box_mean(is_paper, radius)
    mean = box_mean(cells * is_paper, radius) / np.maximum(weight, 1e-6)
    trust = np.minimum(weight * 4, 1)
    return trust * mean + (1 - trust) * otherwise
