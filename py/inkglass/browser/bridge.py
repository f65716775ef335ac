"""What the page's worker calls: drawings come in as bytes, probabilities go out as floats.

Every argument and result is a number, a string or a JavaScript typed array that JavaScript made, so
that no proxy outlives its call and nothing has to be destroyed.
"""

import json
import random
import time
from collections import namedtuple

from inkglass.browser import module_finders


def fetch_rest():
    """Return the bytes of the archive of what is not loaded at start."""
    from js import fetchRest

    return fetchRest().to_bytes()


module_finders.install(fetch_rest)  # NumPy's extension modules are found through it

import numpy as np  # noqa: E402

from inkglass.formats import model_file  # noqa: E402
from inkglass.nn.predictor import Predictor  # noqa: E402
from inkglass.reading import drawing  # noqa: E402

INPUT_SHAPE = (28, 28, 1)

Loaded = namedtuple("Loaded", "labels least_confidence predictor")
Loaded.__doc__ = (
    """What reading takes of a model; the model itself would only lengthen the snapshot."""
)

_loaded = {}  # by the name of the model's file
_used = None


def reseed():
    """Begin random numbers of one's own: a snapshot holds the same beginning for everyone."""
    random.seed()


def load_model(data, name):
    """Use the model file `data`, a Uint8Array, and keep it for `use_model`.

    Raises ValueError, naming `name`, for anything wrong with the file, or if its network does not
    read 28x28 images; the model in use then stays in use.
    """
    model = model_file.load_model(data.to_bytes(), name)
    if model.network.input_shape != INPUT_SHAPE:
        raise ValueError(
            f"{name}: expected a network for {INPUT_SHAPE}, found {model.network.input_shape}"
        )
    _loaded[name] = Loaded(model.answers, model.least_confidence, Predictor(model.network))
    use_model(name)


def use_model(name):
    """Use the model that was loaded by that name; return False if none was."""
    global _used
    if name not in _loaded:
        return False
    _used = _loaded[name]
    return True


def describe():
    """Return what the page has to know of the model as JSON: the `labels` of its answers."""
    return json.dumps({"labels": _used.labels})


def read(pixels, width, height, probabilities, network_input):
    """Read a drawing; return whether it shows one of the classes, or None if it is blank.

    Then the results are left as they are. `pixels` is a Uint8Array of width * height grey levels,
    ink 255 on 0. The probabilities are written into `probabilities`, a Float32Array with an element
    for each label, and the 28x28 grey levels that the network saw into `network_input`, a
    Uint8Array.
    """
    levels = np.empty((height, width), np.uint8)
    pixels.assign_to(levels)
    seen = drawing.network_input(levels)
    if seen is None:
        return None
    network_input.assign(seen)
    drawing.network_tensor(seen[np.newaxis], _used.predictor.input)
    found = _used.predictor.predict_input()[:, : len(_used.labels)]
    probabilities.assign(found)
    return bool(found.max() >= _used.least_confidence)


def read_number(pixels, width, height, strokes):
    """Find and read the digits of a drawn number; return them as `answers.as_json` describes.

    `pixels` is a Uint8Array of width * height grey levels, ink 255 on 0. `strokes` is a
    Float32Array with four values for each point of a stroke: the stroke's number, x, y and the
    line's width. There is one line of digits, or none if the drawing is blank. What this takes is
    imported only here, so that a start does without it.
    """
    from inkglass.number import pen_strokes
    from inkglass.number import reading as number_reading
    from inkglass.reading import answers

    start = time.perf_counter()
    levels = np.empty((height, width), np.uint8)
    pixels.assign_to(levels)
    points = np.empty((strokes.length // 4, 4), np.float32)
    if strokes.length:  # a drawing of test digits has none, and Pyodide copies no empty array
        strokes.assign_to(points)
    least = number_reading.least_among_digits(_used.least_confidence)
    found = number_reading.read_number(levels, _predict, least, pen_strokes.parted(points))
    milliseconds = 1000 * (time.perf_counter() - start)
    lines = [found] if found else []
    return answers.as_json(lines, _used.labels, least, milliseconds)


def read_picture(pixels, width, height):
    """Find and read the digits in a picture; return them as `answers.as_json` describes.

    `pixels` is a Uint8Array of width * height * 4 bytes: red, green, blue and opacity. What this
    takes is imported only here, so that a start does without it.
    """
    from inkglass.picture import photograph
    from inkglass.reading import answers

    start = time.perf_counter()
    levels = np.empty((height, width, 4), np.uint8)
    pixels.assign_to(levels)
    lines = photograph.read_photograph(levels, _predict, _used.least_confidence)
    milliseconds = 1000 * (time.perf_counter() - start)
    return answers.as_json(lines, _used.labels, _used.least_confidence, milliseconds)


def _predict(images):
    """Map uint8 images (N, 28, 28) to probabilities (N, answers)."""
    predictor = _used.predictor  # for one image at a time: more at once are no faster here
    found = np.empty((len(images), len(_used.labels)), np.float32)
    for image, probabilities in zip(images, found, strict=True):
        drawing.network_tensor(image[np.newaxis], predictor.input)
        probabilities[...] = predictor.predict_input()[:, : len(_used.labels)]
    return found
