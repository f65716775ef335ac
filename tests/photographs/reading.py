"""How well a trained network reads composed photographs."""

from collections import defaultdict

from inkglass.picture.photograph import read_photograph
from inkglass.reading.drawing import network_tensor
from photographs.close_ups import close_ups
from photographs.clutter import cluttered
from photographs.composed import photographs
from photographs.scoring import Score, score

KINDS = ("paper", "light", "table")


def scores(model, images, labels, count, seed=0):
    """Return the `Score` of `count` photographs, and scores by what was photographed."""
    total, kinds = Score(), defaultdict(Score)
    for photograph in photographs(images, labels, count, seed):
        one = score(found_in(photograph.pixels, model), photograph.digits)
        total += one
        for kind in KINDS:
            kinds[f"{kind}: {photograph.facts[kind]}"] += one
    return total, dict(kinds)


def scores_of_close_ups(model, images, labels, count, seed=0):
    """Return the `Score` of `count` close-ups of each kind by the kind.

    A digit is right if it is all that was found, wherever.
    """
    kinds = defaultdict(Score)
    for kind, pixels, label in close_ups(images, labels, count, seed):
        found = [each for each, _ in found_in(pixels, model)]
        wrong = sum(each not in ("?", label) for each in found)
        kinds[kind] += Score(1, len(found) == 1, found == [label], wrong)
    return dict(kinds)


def scores_of_clutter(model, images, labels, count, seed=0):
    """Return the `Score` of `count` pictures of each kind of clutter by the kind."""
    kinds = defaultdict(Score)
    for kind, pixels, digits in cluttered(images, labels, count, seed):
        kinds[kind] += score(found_in(pixels, model), digits)
    return dict(kinds)


def found_in(pixels, model):
    """Return a label, "?" where the network is not sure, and a box for each digit found."""

    def predict(images):
        return model.shown(model.network.predict(network_tensor(images)))

    lines = read_photograph(pixels, predict, model.least_confidence)
    return [(_label(digit, model), digit.box) for line in lines for digit in line]


def _label(digit, model):
    best = digit.probabilities.argmax()
    return model.labels[best] if digit.probabilities[best] >= model.least_confidence else "?"
