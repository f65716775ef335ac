"""How the trained networks read whole numbers, composed of test digits and of pen strokes."""

import argparse
import json
import sys
from functools import partial
from pathlib import Path

import numpy as np
from hands.numbers import numbers_of_images, numbers_of_strokes

from bench.figures import at_least
from bench.peers import MODELS
from bench.tables import table
from inkglass.data.datasets import read_data_set
from inkglass.formats.model_file import load_model
from inkglass.nn.losses import softmax
from inkglass.number.reading import least_among_digits, read_number
from inkglass.training.evaluation import logits_of

GOAL = 0.97  # where digits do not touch
WITH_GOALS = "default"


def main(arguments):
    """Measure, print the table, and write all of it as JSON if asked for."""
    options = _parse(arguments)
    images, labels = read_data_set().test
    kinds = {
        "test digits": (partial(numbers_of_images, images, labels), False),
        "pen strokes": (numbers_of_strokes, True),
        "pen strokes, ink alone": (numbers_of_strokes, False),
    }
    found = {}
    for path in sorted(MODELS.glob("*.npz")):
        model = load_model(path)
        found[path.stem] = {
            f"{what}{', touching' if touching else ''}": share_right(
                model, make(options.count, 0, touching), has_strokes
            )
            for touching in (False, True)
            for what, (make, has_strokes) in kinds.items()
        }
    print("\n".join(lines(found)))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")


def share_right(model, numbers, has_strokes):
    """Return the share of numbers that are read wholly right, none of their digits as unsure.

    The page knows of a drawing which ink is of which stroke; with a picture one does not.
    """

    def predict(images):
        return softmax(logits_of(model.network, images))[:, : len(model.answers)]

    return float(
        np.mean(
            [
                _is_right(model, predict, number, number.strokes if has_strokes else ())
                for number in numbers
            ]
        )
    )


def _is_right(model, predict, number, strokes):
    least = least_among_digits(model.least_confidence)
    found = read_number(number.pixels, predict, least, strokes)
    is_sure = all(digit.probabilities.max() >= least for digit in found)
    text = "".join(model.labels[digit.probabilities.argmax()] for digit in found)
    return is_sure and text == number.digits


def lines(found):
    """Return the table for shares by the model's name and by what numbers are made of."""
    rows = []
    for name, shares in found.items():
        for what, share in shares.items():
            has_goal = name == WITH_GOALS and "touching" not in what
            goal = (f"≥ {100 * GOAL:.0f} %", at_least(share, GOAL)) if has_goal else ("", "")
            rows.append((f"{name}: {what}", f"{100 * share:.2f} %", *goal))
    return table(("numbers read wholly right", "found", "wanted", ""), rows)


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="build.py bench numbers", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="numbers of each kind")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
