"""The notebook's network as an ONNX file."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 8


def notebook_to_onnx(parameters):
    """Return the bytes of an ONNX model that computes what the network does.

    `parameters` maps the names of the arrays in the model file to them. ONNX wants images and
    kernels channels-first, so the rows of the dense layer are put in that order too.
    """
    kernel = parameters["0.weight"]  # (K, K, C, F)
    weight, bias = parameters["3.weight"], parameters["3.bias"]
    maps, classes = kernel.shape[3], weight.shape[1]
    side = round((len(weight) / maps) ** 0.5)
    rows = weight.reshape(side, side, maps, classes).transpose(2, 0, 1, 3)
    arrays = {
        "kernel": kernel.transpose(3, 2, 0, 1),
        "weight": rows.reshape(-1, classes),
        "bias": bias,
    }
    model = helper.make_model(
        _graph(arrays, classes), opset_imports=[helper.make_opsetid("", OPSET)]
    )
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model, full_check=True)
    return model.SerializeToString()


def _graph(arrays, classes):
    nodes = [
        helper.make_node("Conv", ["images", "kernel"], ["maps"], kernel_shape=[3, 3]),
        helper.make_node("MaxPool", ["maps"], ["pooled"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Flatten", ["pooled"], ["row"]),
        helper.make_node("Gemm", ["row", "weight", "bias"], ["logits"]),
        helper.make_node("Softmax", ["logits"], ["probabilities"]),
    ]
    return helper.make_graph(
        nodes,
        "notebook",
        [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 1, 28, 28])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [1, classes])],
        [
            numpy_helper.from_array(np.ascontiguousarray(array, np.float32), name)
            for name, array in arrays.items()
        ],
    )
