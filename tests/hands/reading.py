"""How a network reads hands: what it makes of each drawing, and where it fails."""

from collections import defaultdict

import numpy as np

from hands.pad import opened, pixels_of
from hands.steadiness import families, unsteady
from hands.writing import all_drawings
from inkglass.drawing import network_input
from inkglass.evaluation import logits_of
from inkglass.losses import softmax


def images_of(browser, drawings):
    """Draw on the page's pad; return what the network sees, (N, 28, 28) bytes."""
    with opened(browser) as page:
        return np.stack([network_input(pixels) for pixels in pixels_of(page, drawings)])


def hands(browser):
    """Return all drawings, and what the network sees of them."""
    drawings = list(all_drawings())
    return drawings, images_of(browser, drawings)


def accuracies(model, drawings, images):
    """Return the share read right of all, of each class, and of each way of writing it.

    What gets no answer is not read right.
    """
    probabilities = model.shown(softmax(logits_of(model.network, images)))
    answers = probabilities.argmax(axis=1)
    is_answered = probabilities.max(axis=1) >= model.least_confidence
    classes, ways = defaultdict(list), defaultdict(list)
    for drawing, answer, is_given in zip(drawings, answers, is_answered, strict=True):
        is_right = bool(is_given) and model.labels[answer] == drawing.label
        classes[drawing.label].append(is_right)
        ways[drawing.label, drawing.way].append(is_right)
    shares = [
        {name: float(np.mean(right)) for name, right in groups.items()}
        for groups in (classes, ways)
    ]
    everything = [right for group in classes.values() for right in group]
    return float(np.mean(everything)), *shares


def unsteadiness(model, browser, count):
    """Return the share of confident answers that a change of place, size or width has changed."""
    groups = list(families(count))
    images = images_of(browser, [drawing for group in groups for drawing in group])
    probabilities = model.shown(softmax(logits_of(model.network, images)))
    found = [unsteady(part) for part in np.split(probabilities, len(groups))]
    changed, confident = np.sum(found, axis=0)
    return changed / confident


def refused(model, images):
    """Return for each of uint8 images (N, 28, 28) whether it gets no answer."""
    probabilities = model.shown(softmax(logits_of(model.network, images)))
    return probabilities.max(axis=1) < model.least_confidence
