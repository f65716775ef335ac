"""Save and load a trained network.

The file is an `.npz`. Its text `description` is JSON: `format`, `version`, `architecture`,
`input_shape`, `labels`, `least_confidence` (the highest probability under which an image counts as
none of the classes), `training` (how the network was trained) and `measured` (what it achieved).
Every other array is one of a layer, named by its index: `0.weight`.
"""

import json
import math

import numpy as np

from inkglass.formats.files import write_whole
from inkglass.formats.npz import MAX_BYTES, read_npz, write_npz
from inkglass.nn import architecture
from inkglass.nn.checks import check_finite
from inkglass.nn.network import Network

DESCRIPTION = "description"
NONE = "?"  # the label of a last class that stands for none of the others
FORMAT = "inkglass-model"
VERSION = 3
FIRST_VERSION = 1  # its convolutions had no stride and no padding
LAST_WITHOUT_LEAST = 2  # the last version whose networks gave an answer to everything
FIELDS = {
    "format",
    "version",
    "architecture",
    "input_shape",
    "labels",
    "least_confidence",
    "training",
    "measured",
}
MAX_DESCRIPTION = 2**16  # characters
MAX_BRACKETS = 500  # opening ones in a description: deep nesting overflows WebAssembly's stack
MAX_TEXT = 1000  # characters of a label or a value
MAX_EXTENT = 1024  # of an axis of the input
MAX_MULTIPLY_ADDS = 2**30  # for one example
MAX_ACTIVATION = 2**24  # values that one layer gives for one example


class Model:
    """A trained `network` with what is known of it.

    `labels` names its classes in order. `training` says how it was trained and `measured` what
    it achieved: flat dictionaries of text and numbers. A last class labelled `NONE` stands for what
    belongs to none of the others, the `answers`. An image whose highest probability among those is
    under `least_confidence`, in [0, 1], gets no answer.
    """

    def __init__(self, network, labels, training, measured, least_confidence=0.0):
        if len(labels) != network.classes:
            raise ValueError(
                f"labels: expected {network.classes}, one for each class, found {len(labels)}"
            )
        if not 0 <= least_confidence <= 1:
            raise ValueError(f"least_confidence: expected 0 to 1, found {least_confidence}")
        self.network = network
        self.least_confidence = float(least_confidence)
        self.labels = list(labels)
        self.training = dict(training)
        self.measured = dict(measured)

    @property
    def answers(self):
        """The labels of the classes that an image can be said to belong to."""
        return self.labels[:-1] if self.labels[-1] == NONE else self.labels

    def shown(self, values):
        """Return of logits or probabilities (N, classes) those of the `answers`."""
        return values[:, : len(self.answers)]


def dump_model(model):
    """Return the bytes of the model's file; the same model gives the same bytes."""
    arrays = {DESCRIPTION: np.array(description_of(model))}
    for name, array in model.network.arrays.items():
        arrays[name] = array.astype("<f4")
    return write_npz(arrays)


def description_of(model):
    """Return as JSON all that a model's file says beside its arrays."""
    description = {
        "format": FORMAT,
        "version": VERSION,
        "architecture": architecture.describe(model.network.layers),
        "input_shape": list(model.network.input_shape),
        "labels": model.labels,
        "least_confidence": model.least_confidence,
        "training": model.training,
        "measured": model.measured,
    }
    return json.dumps(description, ensure_ascii=False)


def save_model(path, model):
    """Write the model's file at `path`: it is there whole, or what was there before stays.

    Raises OSError, naming `path`, where it cannot be written.
    """
    write_whole(path, dump_model(model))


def load_model(file, name=None):
    """Read a `Model` from a path, from bytes or from an open binary file.

    Raises OSError where a path cannot be read, and one ValueError, which begins with `name`
    (by default the path) and says what is wrong, for anything that is not a whole model.
    """
    if name is None:
        name = _name(file)
    data = _bytes(file)
    try:
        if len(data) > MAX_BYTES:
            raise ValueError(f"expected at most {MAX_BYTES} bytes, found more")
        return model_of(read_npz(data))
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _name(file):
    if isinstance(file, bytes | bytearray | memoryview):
        return "model"
    return str(getattr(file, "name", file))


def _bytes(file):
    """Return the file's bytes, or one more than the limit of a larger one."""
    if isinstance(file, bytes | bytearray | memoryview):
        return bytes(file)
    if hasattr(file, "read"):
        return file.read(MAX_BYTES + 1)
    with open(file, "rb") as opened:
        return opened.read(MAX_BYTES + 1)


def model_of(arrays):
    """Return the `Model` that arrays and the text `description` make; else ValueError."""
    description = _description(arrays)
    shapes = architecture.array_shapes(description["architecture"])
    _check_arrays(arrays, shapes)
    layers = architecture.build(description["architecture"], arrays)
    network = Network(layers, _input_shape(description["input_shape"]))
    _check_cost(network)
    labels = description["labels"]
    if not isinstance(labels, list) or not all(_is_text(label) for label in labels):
        raise ValueError("labels: expected a list of texts")
    if len(set(labels)) != len(labels):
        raise ValueError("labels: expected each label once")
    for field in ("training", "measured"):
        _check_facts(field, description[field])
    least = description["least_confidence"]
    if type(least) not in (int, float):
        raise ValueError("least_confidence: expected a number")
    return Model(network, labels, description["training"], description["measured"], least)


def _description(arrays):
    """Return the parsed description, with its format, version and fields checked."""
    text = arrays.pop(DESCRIPTION, None)
    if not isinstance(text, str) or len(text) > MAX_DESCRIPTION:
        raise ValueError(f"description: expected a text of at most {MAX_DESCRIPTION} characters")
    if text.count("[") + text.count("{") > MAX_BRACKETS:
        raise ValueError(f"description: expected at most {MAX_BRACKETS} lists and objects")
    try:
        description = json.loads(text, parse_constant=_no_constant)
    except ValueError:
        raise ValueError("description: expected JSON, found something else") from None
    if not isinstance(description, dict) or description.get("format") != FORMAT:
        raise ValueError(f"format: expected {FORMAT!r}, found another")
    version = description.get("version")
    if type(version) is not int or not FIRST_VERSION <= version <= VERSION:
        raise ValueError(
            f"version: expected {FIRST_VERSION} to {VERSION}, found {str(version)[:20]}; "
            "a newer Inkglass may be able to read it"
        )
    fields = FIELDS - {"least_confidence"} if version <= LAST_WITHOUT_LEAST else FIELDS
    if description.keys() != fields:
        odd = sorted(description.keys() ^ fields)[0][:80]
        raise ValueError(f"description: expected the fields {sorted(FIELDS)}, not so for {odd!r}")
    description.setdefault("least_confidence", 0.0)
    if version == FIRST_VERSION:
        description["architecture"] = _with_settings(description["architecture"])
    return description


def _with_settings(layers):
    """Return an architecture of the first version as it would be written now."""
    if not isinstance(layers, list):
        return layers
    return [
        {"stride": 1, "padding": "valid"} | layer
        if isinstance(layer, dict) and layer.get("type") == "Conv2D"
        else layer
        for layer in layers
    ]


def _no_constant(constant):
    raise ValueError(f"{constant} is not JSON")


def _check_arrays(arrays, shapes):
    for name in sorted(arrays.keys() ^ shapes.keys()):
        found = "missing" if name in shapes else "surplus"
        raise ValueError(f"{name[:80]}: expected the arrays of the architecture, found it {found}")
    for name, shape in shapes.items():
        array = arrays[name]
        if not isinstance(array, np.ndarray) or array.shape != shape:
            raise ValueError(
                f"{name}: expected the shape {shape}, found {getattr(array, 'shape', 'text')}"
            )
        check_finite(name, array)


def _input_shape(shape):
    if (
        not isinstance(shape, list)
        or len(shape) != 3
        or not all(type(extent) is int and 1 <= extent <= MAX_EXTENT for extent in shape)
    ):
        raise ValueError(f"input_shape: expected three whole numbers from 1 to {MAX_EXTENT}")
    return tuple(shape)


def _check_cost(network):
    rows = network.summary()
    if sum(row[3] for row in rows) > MAX_MULTIPLY_ADDS or any(
        math.prod(row[1]) > MAX_ACTIVATION for row in rows
    ):
        raise ValueError(
            f"architecture: expected at most {MAX_MULTIPLY_ADDS} multiply-adds for one example "
            f"and {MAX_ACTIVATION} values between two layers, found more"
        )


def _check_facts(field, facts):
    if not isinstance(facts, dict) or not all(_is_text(key) for key in facts):
        raise ValueError(f"{field}: expected an object")
    for key, value in facts.items():
        if not _is_text(value) and not (
            type(value) in (int, float) and abs(value) <= 1e15 and math.isfinite(value)
        ):
            raise ValueError(f"{field}.{key}: expected a text or a number")


def _is_text(value):
    return isinstance(value, str) and len(value) <= MAX_TEXT
