"""`inkglass predict`: what a trained network reads in pictures."""

import json
import sys

import numpy as np

from inkglass.formats.model_file import load_model
from inkglass.nn.losses import softmax
from inkglass.number.reading import least_among_digits, read_number
from inkglass.picture.photograph import read_photograph
from inkglass.reading.answers import DECIMALS, UNSURE
from inkglass.reading.drawing import FAINTEST_INK, network_input
from inkglass.reading.found_digit import FoundDigit
from inkglass.training.evaluation import logits_of


def run_predict(options):
    """Print what each picture is read as; return 1 if one could not be read.

    A picture is one digit or, with `--number`, one number on plain ground, or with `--photograph`
    lines of digits anywhere in it. `--json` prints an object for each in place of text.
    """
    model = _load(options.model)
    kind = "number" if options.number else "photograph" if options.photograph else "digit"
    code = 0
    for path in options.images:
        try:
            lines = _lines(path, kind, model)
        except (OSError, ValueError) as error:
            reason = error if isinstance(error, ValueError) else f"{path}: {error.strerror}"
            print(f"inkglass: {reason}", file=sys.stderr)
            code = 1
            continue
        if options.json:
            print(json.dumps({"file": path, "lines": lines}))
        else:
            for line in lines or [[]]:
                print(f"{path}: {TEXTS[kind](line) if line else 'blank'}")
    return code


def _lines(path, kind, model):
    """Return the digits in a picture, each as `_described`, in lines."""
    from inkglass.cli.pictures import upright_size  # needs Pillow, which the others do without

    least = model.least_confidence
    if kind == "number":
        least = least_among_digits(least)

    def predict(images):
        return model.shown(softmax(logits_of(model.network, images)))

    pixels, found = READERS[kind](path, predict, least)
    scale = np.divide(upright_size(path), pixels.shape[1::-1])
    return [[_described(digit, model, least, scale) for digit in line] for line in found]


def _read_digit(path, predict, _least):
    """Return a picture's pixels, and in lines the `FoundDigit` that are in them, one or none."""
    from inkglass.cli.pictures import read_picture

    pixels = read_picture(path)
    image = network_input(pixels)
    if image is None:
        return pixels, []
    rows, columns = (np.flatnonzero((pixels >= FAINTEST_INK).any(axis=axis)) for axis in (1, 0))
    box = columns[0], rows[0], columns[-1] + 1 - columns[0], rows[-1] + 1 - rows[0]
    return pixels, [[FoundDigit(box, image, predict(image[None])[0])]]


def _read_number(path, predict, least):
    """Return a picture's pixels, and a line of the `FoundDigit` in them, or no line."""
    from inkglass.cli.pictures import read_picture

    pixels = read_picture(path)
    line = read_number(pixels, predict, least)
    return pixels, [line] if line else []


def _read_photograph(path, predict, least):
    """Return a photograph's pixels, and lines of the `FoundDigit` in them."""
    from inkglass.cli.pictures import read_levels

    pixels = read_levels(path)
    return pixels, read_photograph(pixels, predict, least)


def _described(digit, model, least, scale):
    """Return a digit for JSON; its box, left, top, width, height, is in pixels of the file."""
    probabilities = [round(float(value), DECIMALS) for value in digit.probabilities]
    confidence = max(probabilities)
    best = model.answers[probabilities.index(confidence)]
    return {
        "label": best if confidence >= least else UNSURE,
        "confidence": confidence,
        "box": [round(float(value)) for value in digit.box * np.tile(scale, 2)],
        "probabilities": dict(zip(model.answers, probabilities, strict=True)),
    }


def _digit_text(line):
    (digit,) = line
    share = f"{digit['confidence']:.1%}"
    if digit["label"] != UNSURE:
        return f"{digit['label']} ({share})"
    return f"? (nearest to {max(digit['probabilities'], key=digit['probabilities'].get)}, {share})"


def _number_text(line):
    """Return what a line reads, and how sure the network is of the digit it is least sure of."""
    least = min(digit["confidence"] for digit in line)
    return f"{''.join(digit['label'] for digit in line)} ({least:.1%})"


def _photograph_text(line):
    """Return the text of a line with the box around it: place, then size."""
    left, top, width, height = np.transpose([digit["box"] for digit in line])
    right, bottom = (left + width).max(), (top + height).max()
    left, top = left.min(), top.min()
    return f"{_number_text(line)} at {left},{top}, {right - left}x{bottom - top}"


READERS = {"digit": _read_digit, "number": _read_number, "photograph": _read_photograph}
TEXTS = {"digit": _digit_text, "number": _number_text, "photograph": _photograph_text}


def _load(path):
    """Return the model, which must take the 28x28 images that `drawing` makes."""
    model = load_model(path)
    if model.network.input_shape != (28, 28, 1):
        raise ValueError(
            f"{path}: expected a network for images of 28x28x1, "
            f"found one for {'x'.join(map(str, model.network.input_shape))}"
        )
    return model
