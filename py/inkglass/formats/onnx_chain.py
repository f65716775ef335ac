"""Following an ONNX graph from node to node, and the layers that do the same.

Images may have their channels first, as in ONNX, or last, as Keras has them between two
transpositions.
"""

import math

import numpy as np
import onnx

from inkglass.formats.onnx_constants import Constants, attributes_of
from inkglass.nn.layers import (
    BatchNorm2D,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePool2D,
    MaxPool2D,
    ReLU,
)
from inkglass.nn.layers.normalization import EPSILON
from inkglass.nn.network import Network

FIRST, LAST = (0, 3, 1, 2), (0, 2, 3, 1)  # transpositions to channels first and last
PLACES_FIRST, PLACES_LAST = {(2, 3), (-2, -1)}, {(1, 2), (-3, -2)}


class Chain:
    """A graph that is a chain, from its input on; `network` is what it amounts to."""

    def __init__(self, graph):
        self.graph = graph
        self.constants = Constants(graph)
        self.latest, shape = self._input()
        # Where the channels of images are: behind height and width only in some of Keras's graphs.
        self.is_last = shape[2] in (1, 3) and shape[0] not in (1, 3)
        self.shape = shape if self.is_last else (shape[1], shape[2], shape[0])
        self.input_shape = self.shape
        self.layers = []
        self.flattened = None  # shape (H, W, C) before a flattening with channels first
        self.is_over = False

    def network(self):
        """Return the network that the whole chain is."""
        for node in self.graph.node:
            if not self._is_known(node):
                self._follow(node)
        return Network(self.layers, self.input_shape)

    def _input(self):
        """Return name and shape of the images, without their number."""
        given = [each for each in self.graph.input if each.name not in self.constants]
        if len(given) != 1:
            raise ValueError(f"expected a graph with one input, found {len(given)}")
        axes = given[0].type.tensor_type.shape.dim
        shape = tuple(axis.dim_value for axis in axes)[1:]
        if len(shape) != 3 or min(shape) < 1:
            raise ValueError(f"input {given[0].name}: expected images (N, C, H, W), found others")
        return given[0].name, shape

    def _is_known(self, node):
        """Return whether what a node gives does not depend on the images."""
        places, channels = self.shape[:-1], self.shape[-1:]
        shape = places + channels if self.is_last else channels + places
        try:
            return self.constants.note(node, self.latest, (-1, *shape))
        except (ValueError, IndexError, TypeError) as error:
            raise _unfit(node, str(error)) from None

    def _follow(self, node):
        """Make the layer of a node, which must take what the last one gave."""
        convert = getattr(self, f"_take_{node.op_type}", None)
        if convert is None or node.domain not in ("", "ai.onnx"):
            raise _unfit(node, "no layer does that")
        if self.latest not in node.input or self.is_over:
            raise _unfit(node, "it is not behind the one before it")
        if not node.output:
            raise _unfit(node, "it has no output")
        try:
            convert(node, attributes_of(node))
        except (TypeError, IndexError, KeyError, OverflowError) as error:
            raise _unfit(node, f"its inputs or attributes are damaged: {error}") from None
        self.latest = node.output[0]

    def _append(self, node, layer):
        try:
            self.shape = layer.output_shape(self.shape)
        except ValueError as error:
            raise _unfit(node, str(error)) from None
        self.layers.append(layer)

    def _array(self, node, index):
        """Return a constant input of a node as float32, or None where it has none."""
        if index >= len(node.input) or not node.input[index]:
            return None
        if node.input[index] not in self.constants:
            raise _unfit(node, f"its input {node.input[index]} is not constant")
        return self.constants[node.input[index]]

    def _weights(self, node, index):
        array = self._array(node, index)
        return None if array is None else np.ascontiguousarray(array, np.float32)

    def _take_Conv(self, node, attributes):
        weight = self._weights(node, 1)
        if weight is None or weight.ndim != 4:
            raise _unfit(node, "its kernel is not two-dimensional")
        stride = self._only(node, attributes.get("strides", [1, 1]), "strides")
        if attributes.get("group", 1) != 1 or set(attributes.get("dilations", [1])) != {1}:
            raise _unfit(node, "groups and dilations are not known here")
        padding = self._padding(node, attributes, weight.shape[2], stride)
        weight = np.ascontiguousarray(weight.transpose(2, 3, 1, 0))
        self._append(node, _made(node, Conv2D, weight, self._weights(node, 2), stride, padding))

    def _only(self, node, values, what):
        if len(set(values)) != 1:
            raise _unfit(node, f"its {what} differ")
        return values[0]

    def _padding(self, node, attributes, kernel_size, stride):
        how = attributes.get("auto_pad", b"NOTSET")
        pads = set(attributes.get("pads", [0]))
        if how == b"VALID" or (how == b"NOTSET" and pads == {0}):
            return "valid"
        if how == b"NOTSET" and pads == {kernel_size // 2}:
            return "same"
        if how in (b"SAME_UPPER", b"SAME_LOWER") and stride == 1:
            return "same"
        raise _unfit(node, "its padding is neither valid nor the same on every side")

    def _take_BatchNormalization(self, node, attributes):
        arrays = [self._weights(node, index) for index in range(1, 5)]
        if any(array is None or array.size != self.shape[-1] for array in arrays):
            raise _unfit(node, f"expected four arrays of {self.shape[-1]} values")
        weight, bias, mean, variance = map(self._rows, arrays)
        # The layer here has an epsilon of its own.
        variance = variance + np.float32(attributes.get("epsilon", 1e-5) - EPSILON)
        self._append(node, _made(node, BatchNorm2D, weight, bias, mean, variance))

    def _take_Relu(self, node, attributes):
        self._append(node, ReLU())

    def _take_Dropout(self, node, attributes):
        ratio = self._array(node, 1)
        rate = attributes.get("ratio", 0.5) if ratio is None else float(ratio)
        self._append(node, _made(node, Dropout, round(rate, 6)))

    def _take_MaxPool(self, node, attributes):
        sizes = [attributes.get("kernel_shape"), attributes.get("strides")]
        if sizes != [[2, 2], [2, 2]] or set(attributes.get("pads", [0])) != {0}:
            raise _unfit(node, "only 2x2 pooling with stride 2 is known here")
        if attributes.get("ceil_mode", 0) and any(extent % 2 for extent in self.shape[:2]):
            raise _unfit(node, "an odd last row or column is dropped here")
        self._append(node, MaxPool2D())

    def _take_GlobalAveragePool(self, node, attributes):
        self._append(node, GlobalAveragePool2D())

    def _take_ReduceMean(self, node, attributes):
        axes = attributes.get("axes")
        if axes is None and (given := self._array(node, 1)) is not None:
            axes = given.tolist()
        if tuple(axes or ()) not in (PLACES_LAST if self.is_last else PLACES_FIRST):
            raise _unfit(node, "only the mean over all places is known here")
        self._append(node, GlobalAveragePool2D())

    def _take_Flatten(self, node, attributes):
        if attributes.get("axis", 1) != 1:
            raise _unfit(node, "it flattens more than an example")
        self._flatten(node)

    def _take_Reshape(self, node, attributes):
        shape = self._array(node, 1)
        size = math.prod(self.shape)
        if shape is None or len(shape) != 2 or shape[1] not in (-1, size):
            raise _unfit(node, "only flattening is known here")
        self._flatten(node)

    def _take_Squeeze(self, node, attributes):
        if len(self.shape) != 1:
            raise _unfit(node, "only flattening is known here")

    def _flatten(self, node):
        if len(self.shape) == 1:
            return  # global pooling has done it
        self.flattened = None if self.is_last else self.shape
        self._append(node, Flatten())

    def _take_Transpose(self, node, attributes):
        order = tuple(attributes.get("perm", ()))
        if len(self.shape) != 3 or order != (FIRST if self.is_last else LAST):
            raise _unfit(node, "only moving the channels is known here")
        self.is_last = not self.is_last

    def _take_Gemm(self, node, attributes):
        if (attributes.get("alpha", 1), attributes.get("beta", 1)) != (1, 1):
            raise _unfit(node, "its alpha and beta are not 1")
        if attributes.get("transA", 0) or node.input[0] != self.latest:
            raise _unfit(node, "what it multiplies is not the network's input")
        weight = self._weights(node, 1)
        self._dense(
            node, weight.T if attributes.get("transB", 0) else weight, self._weights(node, 2)
        )

    def _take_MatMul(self, node, attributes):
        if node.input[0] != self.latest:
            raise _unfit(node, "what it multiplies is not the network's input")
        self._dense(node, self._weights(node, 1), None)

    def _dense(self, node, weight, bias):
        if weight is None or weight.ndim != 2 or len(self.shape) != 1:
            raise _unfit(node, "it is not a dense layer")
        if len(weight) != self.shape[0]:
            raise _unfit(node, f"expected {self.shape[0]} inputs, found {len(weight)}")
        weight = np.ascontiguousarray(self._rows(weight))
        self.flattened = None
        self._append(node, _made(node, Dense, weight, None if bias is None else bias.reshape(-1)))

    def _rows(self, array):
        """Return an array for flattened images with its rows in the order that they have here."""
        if not self.flattened:
            return array
        H, W, C = self.flattened
        rows = array.reshape(C, H, W, -1).transpose(1, 2, 0, 3)
        return rows.reshape(array.shape)

    def _take_Add(self, node, attributes):
        self._scale(node, 1, self._by_channel(node))

    def _take_Sub(self, node, attributes):
        if node.input[0] != self.latest:
            raise _unfit(node, "what it takes from is not the image")
        self._scale(node, 1, -self._by_channel(node))

    def _take_Mul(self, node, attributes):
        self._scale(node, self._by_channel(node), 0)

    def _by_channel(self, node):
        """Return the constant that a node takes, a value for each channel."""
        values = self._weights(node, 1 if node.input[0] == self.latest else 0)
        channels = self.shape[-1]
        if values.size == 1:
            return np.full(channels, values.item(), np.float32)
        place = -1 if self.is_last or len(self.shape) == 1 else -3
        if values.size != channels or values.ndim < -place or values.shape[place] != channels:
            raise _unfit(node, f"expected {channels} values, found {values.size} elsewhere")
        return values.reshape(channels)

    def _scale(self, node, scale, shift):
        """Multiply and shift each channel, by way of the weights before that if there are any."""
        scale, shift = (
            np.broadcast_to(np.float32(each), self.shape[-1:]) for each in (scale, shift)
        )
        if self.layers and isinstance(self.layers[-1], Conv2D | Dense):
            self.layers[-1] = _made(node, self.layers[-1].scaled, scale, shift)
            return
        scale, shift = self._rows(scale.copy()), self._rows(shift.copy())
        ones = np.full(len(scale), 1 - EPSILON, np.float32)
        self._append(node, _made(node, BatchNorm2D, scale, shift, np.zeros_like(scale), ones))

    def _take_Cast(self, node, attributes):
        if attributes.get("to") != onnx.TensorProto.FLOAT:
            raise _unfit(node, "only float32 is known here")

    def _take_Identity(self, node, attributes):
        """Do nothing."""

    def _take_Softmax(self, node, attributes):
        if len(self.shape) != 1 or attributes.get("axis", -1) not in (-1, 1):
            raise _unfit(node, "it is not over the classes")
        self.is_over = True


def _made(node, layer_type, *arguments):
    try:
        return layer_type(*arguments)
    except ValueError as error:
        raise _unfit(node, str(error)) from None


def _unfit(node, why):
    name = node.name or (node.output[0] if node.output else "without a name")
    return ValueError(f"operator {node.op_type[:40]}, node {name[:80]}: {why}")
