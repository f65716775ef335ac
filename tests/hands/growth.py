"""What the page shows while a drawing grows, and how often it goes back to an earlier answer."""

from collections import namedtuple
from itertools import pairwise

import numpy as np

from hands.pad import growing_pixels, opened
from hands.reading import answers
from inkglass.reading.drawing import network_input

# The page reads with every frame, and for each frame a browser tells of one place of the pointer.
FRAME = 1000 / 60  # milliseconds
# The page's own choice of what it shows, with the pen down but for the last point of a stroke.
SHOW = """
async ({ labels, isUp, frame }) => {
  const { createSteadiness } = await import("/reading/steadiness.js");
  const steadiness = createSteadiness();
  let shown = "";
  return labels.map((label, i) => {
    if (label === "") steadiness.forget();
    if (label === "" || steadiness.wait(label, !isUp[i], i * frame) === 0) shown = label;
    return shown;
  });
}
"""

Flicker = namedtuple("Flicker", "returning changes drawings")
Flicker.__doc__ = """Of how many `drawings` an answer goes and comes back, and how often it changes.

`returning` is how many of them show an answer, "?" included, then another, then the first again;
`changes` counts those from one answer to another in all of them.
"""


def growths(browser, drawings):
    """Return for each drawing what the network sees after each of its points.

    That is a uint8 image (28, 28), or None while there is no ink.
    """
    with opened(browser) as page:
        return [[network_input(pixels) for pixels in growing_pixels(page, d)] for d in drawings]


def flicker(model, browser, drawings, grown):
    """Return the `Flicker` of what is read of drawings as they grow, and of what the page shows.

    `grown` are the drawings' `growths`.
    """
    read = [_labels(model, images) for images in grown]
    with opened(browser) as page:
        given = [
            {"labels": labels, "isUp": _is_up(drawing), "frame": FRAME}
            for labels, drawing in zip(read, drawings, strict=True)
        ]
        shown = [page.evaluate(SHOW, each) for each in given]
    return counted(read), counted(shown)


def counted(sequences):
    """Return the `Flicker` of sequences of answers; an empty one is none."""
    changes = [_changes(labels) for labels in sequences]
    returning = sum(
        any(first == third for first, third in zip(each, each[2:], strict=False))
        for each in changes
    )
    return Flicker(returning, sum(max(0, len(each) - 1) for each in changes), len(changes))


def _changes(labels):
    """Return the answers without those that are the same as the one before."""
    given = [label for label in labels if label]
    return given[:1] + [b for a, b in pairwise(given) if a != b]


def _labels(model, images):
    """Return what is read of each image: an answer, or "" where there is none."""
    found = iter(answers(model, np.stack([image for image in images if image is not None])))
    return ["" if image is None else str(next(found)) for image in images]


def _is_up(drawing):
    return [i == len(stroke) - 1 for stroke in drawing.strokes for i in range(len(stroke))]
