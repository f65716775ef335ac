"""What the stock page's worker calls: the package, used as any code in Pyodide would use it."""

import numpy as np

from inkglass.formats import model_file
from inkglass.reading import drawing

network = None


def load(data):
    """Load the network in the Uint8Array `data`."""
    global network
    network = model_file.load_model(data.to_bytes(), "network.npz").network.folded()


def read(pixels, width, height):
    """Return the probabilities for a drawing, a Uint8Array of grey levels."""
    levels = np.frombuffer(pixels.to_bytes(), np.uint8).reshape(height, width)
    return _probabilities(drawing.network_input(levels))


def predict(network_input):
    """Return the probabilities for 28x28 grey levels in a Uint8Array."""
    levels = np.frombuffer(network_input.to_bytes(), np.uint8)
    return _probabilities(levels.reshape(drawing.SIZE, drawing.SIZE))


def _probabilities(image):
    return network.predict(drawing.network_tensor(image[np.newaxis]))[0]
