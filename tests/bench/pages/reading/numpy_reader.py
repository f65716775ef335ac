"""What the worker of the reading bench calls, to read what the network sees as the bridge does."""

import numpy as np

from inkglass.browser import bridge
from inkglass.formats import model_file
from inkglass.nn.predictor import Predictor
from inkglass.reading import drawing

predictor = None


def load(data, name):
    """Use the model file `data`, a Uint8Array, here and in the bridge.

    Returns how many probabilities are predicted here, and how many are read by the bridge.
    """
    global predictor
    model = model_file.load_model(data.to_bytes(), name)
    predictor = Predictor(model.network)
    bridge.load_model(data, name)
    return model.network.classes, len(model.answers)


def predict(pixels, probabilities):
    """Read 28x28 grey levels, a Uint8Array, into `probabilities`, a Float32Array."""
    levels = np.empty((1, drawing.SIZE, drawing.SIZE), np.uint8)
    pixels.assign_to(levels)
    drawing.network_tensor(levels, predictor.input)
    probabilities.assign(predictor.predict_input())
