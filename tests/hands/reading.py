"""How a network reads hands: what it makes of each drawing, and where it fails."""

from collections import defaultdict

import numpy as np

from hands.pad import opened, pixels_of
from hands.steadiness import families, unsteady
from hands.writing import EACH, all_drawings
from inkglass.nn.losses import softmax
from inkglass.reading.drawing import network_input
from inkglass.training.evaluation import logits_of

NO_ANSWER = "?"


def images_of(browser, drawings):
    """Draw on the page's pad; return what the network sees, (N, 28, 28) bytes."""
    with opened(browser) as page:
        return np.stack([network_input(pixels) for pixels in pixels_of(page, drawings)])


def hands(browser, each=EACH):
    """Return `each` drawings of every way, and what the network sees of them."""
    drawings = list(all_drawings(each=each))
    return drawings, images_of(browser, drawings)


def answers(model, images):
    """Return what the page shows for each of uint8 images (N, 28, 28): a label, or NO_ANSWER."""
    probabilities = probabilities_of(model, images)
    is_answered = probabilities.max(axis=1) >= model.least_confidence
    return np.where(is_answered, np.array(model.answers)[probabilities.argmax(axis=1)], NO_ANSWER)


def probabilities_of(model, images):
    """Return those of the model's answers, (N, answers), for uint8 images (N, 28, 28)."""
    return model.shown(softmax(logits_of(model.network, images)))


def accuracies(drawings, found):
    """Return the share read right of all, of each class, and of each way of writing it.

    `found` are the `answers` to the drawings; none is not right.
    """
    classes, ways = defaultdict(list), defaultdict(list)
    for drawing, answer in zip(drawings, found, strict=True):
        is_right = answer == drawing.label
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
    parts = np.split(probabilities_of(model, images), len(groups))
    changed, confident = np.sum([unsteady(part) for part in parts], axis=0)
    return changed / confident
