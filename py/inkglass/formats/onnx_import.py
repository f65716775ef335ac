"""A network from an ONNX file, as exporters of PyTorch and Keras write it. Needs `onnx`.

The graph has to be a chain of what the layers here do.
"""

import json

import onnx
from google.protobuf.message import DecodeError

from inkglass.formats.model_file import Model, dump_model, load_model
from inkglass.formats.npz import MAX_BYTES
from inkglass.formats.onnx_chain import Chain
from inkglass.formats.onnx_external import take_in


def from_onnx(data, name, folder=None):
    """Return the `Model` in the bytes of an ONNX file.

    Data that it keeps in other files are taken from `folder`, and from nowhere else. Raises
    OSError where one of those cannot be read and ValueError, which begins with `name`, where one
    is missing, for what is no ONNX file, for more than 64 MiB, and, naming operator and node, for
    what the layers here cannot express.
    """
    try:
        if len(data) > MAX_BYTES:
            raise ValueError(f"expected at most {MAX_BYTES} bytes, found more")
        try:
            file = onnx.load_model_from_string(data)
        except DecodeError:
            raise ValueError("expected an ONNX file, found something else") from None
        take_in(file.graph, folder)
        network = Chain(file.graph).network()
        facts = {prop.key: prop.value for prop in file.metadata_props}
        labels = _fact(facts, "labels", [str(label) for label in range(network.classes)])
        training = _fact(facts, "training", {"imported_from": name})
        least = _fact(facts, "least_confidence", 0.0)
        model = Model(network, labels, training, _fact(facts, "measured", {}), least)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    # All that holds of a model's file has to hold of this one.
    return load_model(dump_model(model), name)


def _fact(facts, key, otherwise):
    try:
        found = json.loads(facts[key])
    except (KeyError, ValueError):
        return otherwise
    return found if isinstance(found, type(otherwise)) else otherwise
