"""What is known of an ONNX graph before there are images: weights, and shapes."""

import numpy as np
import onnx
from onnx import numpy_helper

# By way of these exporters write some constants; types are what the layers want in the end.
COMPUTED = {
    "Identity": lambda value: value,
    "Cast": lambda value: value,
    "Unsqueeze": lambda value, *axes: np.atleast_1d(value),
    "Gather": lambda values, index: values[index],
    "Concat": lambda *values: np.concatenate(values),
}


def attributes_of(node):
    """Return the attributes of a node by their names."""
    return {each.name: onnx.helper.get_attribute_value(each) for each in node.attribute}


class Constants:
    """The arrays of a graph that do not depend on its input, by name."""

    def __init__(self, graph):
        self._values = {each.name: _array(each) for each in graph.initializer}

    def __contains__(self, name):
        """Return whether the array of that name is known."""
        return name in self._values

    def __getitem__(self, name):
        """Return the array of that name."""
        return self._values[name]

    def note(self, node, latest, shape):
        """Return whether a node gives what is known already, having noted what it gives.

        `latest` names what the chain has come to, and `shape` is its shape, -1 for how many.
        """
        if node.op_type == "Constant":
            value = attributes_of(node).get("value")
            if not isinstance(value, onnx.TensorProto):
                return False
            self._values[node.output[0]] = _array(value)
        elif node.op_type == "Shape" and list(node.input) == [latest]:
            self._values[node.output[0]] = np.array(shape)
        elif node.op_type in COMPUTED and all(name in self for name in node.input):
            values = [self[name] for name in node.input]
            self._values[node.output[0]] = COMPUTED[node.op_type](*values)
        else:
            return False
        return True


def _array(tensor):
    """Return a tensor's array; ValueError, naming it, if what it says of itself cannot be."""
    try:
        return numpy_helper.to_array(tensor)
    except Exception as error:  # as many kinds as there are ways to be damaged
        raise ValueError(f"{tensor.name[:80]}: expected a whole tensor ({error})") from None
