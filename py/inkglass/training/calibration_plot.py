"""A reliability plot. Needs `matplotlib`."""

import numpy as np
from matplotlib.figure import Figure

INK, ACCENT, HAIRLINE = "#12161d", "#2b40c9", "#d6d8d4"


def save_plot(path, found, error, title):
    """Draw a `Reliability` and its expected calibration error; save it as PNG, SVG or PDF.

    Above, how often answers are right, by the probability they are given; below, how many there
    are. Raises ValueError for a name that ends otherwise, and OSError where it cannot be written.
    """
    figure = Figure(figsize=(6, 7), layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    edges = np.linspace(0, 1, len(found.counts) + 1)
    widths = np.diff(edges)
    upper.plot([0, 1], [0, 1], color=INK, linewidth=1, linestyle=(0, (4, 3)))
    upper.bar(edges[:-1], np.nan_to_num(found.accuracies), widths, align="edge", color=ACCENT)
    upper.plot(found.confidences, found.accuracies, "o", color=INK, markersize=4)
    upper.set(ylabel="share right", ylim=(0, 1.02))
    upper.set_title(f"{title}: expected calibration error {error:.2%}", loc="left", fontsize=11)
    lower.bar(edges[:-1], found.counts, widths, align="edge", color=ACCENT)
    lower.set(xlabel="probability of the answer", ylabel="answers", xlim=(0, 1), yscale="log")
    for axes in (upper, lower):
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_axisbelow(True)
        axes.grid(axis="y", color=HAIRLINE)
    figure.savefig(path, dpi=150)
