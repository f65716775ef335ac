"""A network as an ONNX file, for runtimes in other languages. Needs the package `onnx`.

ONNX puts channels first: images are (N, C, H, W), kernels (F, C, K, K), and what follows a
flattening expects its rows in that order.
"""

import json

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from inkglass.nn.layers.normalization import EPSILON

OPSET = 17
IR_VERSION = 8
INPUT, OUTPUT = "images", "probabilities"
METADATA = ("labels", "training", "measured", "least_confidence")


def to_onnx(model):
    """Return the bytes of an ONNX file that computes what the network of the `Model` does.

    It maps `images`, (N, C, H, W) in [-0.5, 0.5], to `probabilities`, (N, classes).
    """
    graph = _Graph(model.network.input_shape)
    for index, layer in enumerate(model.network.layers):
        graph.add(index, layer)
    graph.append("Softmax", [], {"axis": -1}, output=OUTPUT)
    H, W, C = model.network.input_shape
    made = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "inkglass",
            [helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, ["N", C, H, W])],
            [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["N", len(model.labels)])],
            graph.initializers,
        ),
        opset_imports=[helper.make_opsetid("", OPSET)],
        producer_name="inkglass",
    )
    made.ir_version = IR_VERSION
    helper.set_model_props(made, {name: json.dumps(getattr(model, name)) for name in METADATA})
    onnx.checker.check_model(made, full_check=True)
    return made.SerializeToString(deterministic=True)


class _Graph:
    """Collects nodes, each of which takes what the one before it gives."""

    def __init__(self, shape):
        self.nodes = []
        self.initializers = []
        self.shape = shape
        self.latest = INPUT
        self.flattened = None  # the shape (H, W, C) before a flattening, until a dense layer

    def add(self, index, layer):
        """Add the nodes of a layer."""
        kind = type(layer).__name__
        getattr(self, f"_add_{kind}")(str(index), layer)
        self.shape = layer.output_shape(self.shape)

    def append(self, operator, arrays, attributes, output=None):
        """Append a node with initializers for `arrays`, (name, array) in the operator's order."""
        output = output or f"{len(self.nodes)}.{operator}"
        for name, array in arrays:
            array = np.ascontiguousarray(array, np.float32)
            self.initializers.append(numpy_helper.from_array(array, name))
        inputs = [self.latest, *(name for name, _ in arrays)]
        node = helper.make_node(operator, inputs, [output], f"{operator}_{len(self.nodes)}")
        node.attribute.extend(helper.make_attribute(*item) for item in attributes.items())
        self.nodes.append(node)
        self.latest = output

    def _add_Conv2D(self, name, layer):
        arrays = [(f"{name}.weight", layer.weight.transpose(3, 2, 0, 1))]
        K, stride, margin = layer.weight.shape[0], layer.stride, layer.margin
        attributes = {"kernel_shape": [K, K], "strides": [stride] * 2, "pads": [margin] * 4}
        self.append("Conv", arrays + _bias(name, layer), attributes)

    def _add_BatchNorm2D(self, name, layer):
        arrays = layer.parameters | layer.statistics
        named = [(f"{name}.{key}", self._rows(array)) for key, array in arrays.items()]
        self.append("BatchNormalization", named, {"epsilon": EPSILON})

    def _add_MaxPool2D(self, name, layer):
        self.append("MaxPool", [], {"kernel_shape": [2, 2], "strides": [2, 2]})

    def _add_GlobalAveragePool2D(self, name, layer):
        self.append("GlobalAveragePool", [], {})
        self.append("Flatten", [], {})

    def _add_ReLU(self, name, layer):
        self.append("Relu", [], {})

    def _add_Dropout(self, name, layer):
        """Leave it out: it does nothing when not training."""

    def _add_Flatten(self, name, layer):
        self.flattened = self.shape if len(self.shape) == 3 else None
        self.append("Flatten", [], {})

    def _add_Dense(self, name, layer):
        arrays = [(f"{name}.weight", self._rows(layer.weight)), *_bias(name, layer)]
        self.flattened = None
        self.append("Gemm", arrays, {})

    def _rows(self, array):
        """Return an array for flattened images with its rows in ONNX's order."""
        if not self.flattened:
            return array
        rows = array.reshape(*self.flattened, -1).transpose(2, 0, 1, 3)  # (C, H, W, ...)
        return rows.reshape(array.shape)


def _bias(name, layer):
    return [] if layer.bias is None else [(f"{name}.bias", layer.bias)]
