"""What the page's worker calls: drawings come in as bytes, probabilities go out as floats.

Every argument and result is a number, a string or a JavaScript typed array that JavaScript made, so
that no proxy outlives its call and nothing has to be destroyed.
"""

import json
import sys

import numpy as np

from inkglass import drawing
from inkglass.model_file import load_model as read_model_file
from inkglass.on_demand import ArchiveFinder

_model = None


def start(fetch_rest):
    """Let imports find what is not loaded at start.

    `fetch_rest()` returns the archive that holds it, as a Uint8Array.
    """
    try:
        import _inkglass_rest as rest
    except ModuleNotFoundError:  # the build itself runs on the whole library
        return
    sys.meta_path.append(ArchiveFinder(rest.MODULES, rest.SHA256, lambda: fetch_rest().to_bytes()))


def load_model(data, name):
    """Use the model file `data`, a Uint8Array; return its description as JSON.

    Raises ValueError, naming `name`, for anything wrong with the file; the model in use then stays
    in use.
    """
    global _model
    _model = read_model_file(data.to_bytes(), name)
    return json.dumps({"labels": _model.labels})


def read(pixels, width, height, probabilities, network_input):
    """Read a drawing; return False, and leave the results as they are, if it is blank.

    `pixels` is a Uint8Array of width * height grey levels, ink 255 on 0. The probabilities are
    written into `probabilities`, a Float32Array with an element for each label, and the 28x28 grey
    levels that the network saw into `network_input`, a Uint8Array.
    """
    levels = np.empty((height, width), np.uint8)
    pixels.assign_to(levels)
    seen = drawing.network_input(levels)
    if seen is None:
        return False
    network_input.assign(seen)
    probabilities.assign(_model.network.predict(drawing.network_tensor(seen[np.newaxis])))
    return True
