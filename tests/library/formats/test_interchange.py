"""Networks in the files of other libraries, run and written by those libraries."""

import numpy as np
import onnxruntime
import pytest
from numpy.testing import assert_allclose
from onnx import TensorProto, helper, numpy_helper

from inkglass.data.datasets import DIGITS
from inkglass.formats.model_file import Model, dump_model
from inkglass.formats.onnx_export import to_onnx
from inkglass.formats.onnx_import import from_onnx
from inkglass.formats.safetensors_file import from_safetensors, to_safetensors
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
from inkglass.nn.network import Network
from inkglass.reading.drawing import network_tensor


def normal(rng, *shape):
    return rng.normal(0, 0.3, shape).astype(np.float32)


@pytest.fixture
def every_layer(rng):
    """A model with every kind of layer, in two ways of coming to classes."""
    norm = BatchNorm2D(*normal(rng, 3, 4), rng.uniform(0.5, 2, 4).astype(np.float32))
    flat = BatchNorm2D(*normal(rng, 3, 196), rng.uniform(0.5, 2, 196).astype(np.float32))
    layers = [
        Conv2D(normal(rng, 3, 3, 1, 4), None, 1, "same"),
        norm,
        ReLU(),
        MaxPool2D(),
        Conv2D(normal(rng, 5, 5, 4, 4), normal(rng, 4), 2, "same"),
        Flatten(),
        flat,
        Dropout(0.25),
        Dense(normal(rng, 196, 10), normal(rng, 10)),
    ]
    return Model(Network(layers, (28, 28, 1)), DIGITS, {"seed": 1}, {"accuracy": 0.5})


@pytest.fixture
def pooling(rng):
    layers = [Conv2D(normal(rng, 3, 3, 1, 6)), ReLU(), GlobalAveragePool2D()]
    network = Network([*layers, Dense(normal(rng, 6, 10))], (28, 28, 1))
    return Model(network, DIGITS, {}, {})


def run_onnx(data, images):
    """Return what onnxruntime computes for images (N, H, W, C)."""
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    return session.run(None, {"images": np.ascontiguousarray(images.transpose(0, 3, 1, 2))})[0]


@pytest.mark.parametrize("name", ["every_layer", "pooling", "notebook"])
def test_onnxruntime_computes_the_same(name, request, test_digits):
    model = request.getfixturevalue(name)
    images = network_tensor(test_digits[0][:1000])

    assert_allclose(run_onnx(to_onnx(model), images), model.network.predict(images), atol=1e-5)


@pytest.mark.parametrize("name", ["every_layer", "pooling", "notebook"])
def test_an_exported_network_is_imported_again(name, request):
    model = request.getfixturevalue(name)

    again = from_onnx(to_onnx(model), "again.onnx")

    kept = [layer for layer in model.network.layers if not isinstance(layer, Dropout)]
    assert [type(layer) for layer in again.network.layers] == [type(layer) for layer in kept]
    for layer, copy in zip(kept, again.network.layers, strict=True):
        assert copy.config == layer.config
        for key, array in (layer.parameters | layer.statistics).items():
            assert_allclose((copy.parameters | copy.statistics)[key], array, rtol=1e-6)
    assert (again.labels, again.training, again.measured) == (
        model.labels,
        model.training,
        model.measured,
    )


def test_the_same_model_gives_the_same_onnx_file(every_layer):
    assert to_onnx(every_layer) == to_onnx(every_layer)


def chain(*nodes, shape=(1, 8, 8), classes=3, **constants):
    """Return the bytes of an ONNX file of nodes (operator, further inputs, attributes)."""
    made, latest = [], "images"
    for index, (operator, inputs, attributes) in enumerate(nodes):
        output = f"{index}"
        made.append(helper.make_node(operator, [latest, *inputs], [output], **attributes))
        latest = output
    given = helper.make_tensor_value_info("images", TensorProto.FLOAT, ["N", *shape])
    result = helper.make_tensor_value_info(latest, TensorProto.FLOAT, ["N", classes])
    arrays = [numpy_helper.from_array(array, name) for name, array in constants.items()]
    graph = helper.make_graph(made, "chain", [given], [result], arrays)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return model.SerializeToString()


def assert_same(data, images, name="images"):
    """The imported network computes what onnxruntime computes for images as the file wants them."""
    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    expected = session.run(None, {name: images})[0]
    network = from_onnx(data, "it.onnx").network
    own = images if images.shape[1:] == network.input_shape else images.transpose(0, 2, 3, 1)
    assert_allclose(network.forward(own), expected, rtol=1e-4, atol=1e-5)


def test_what_keras_exports_is_read(rng):
    """Images with channels last, transposed around what wants them first, and no Gemm."""
    data = chain(
        ("Transpose", [], {"perm": [0, 3, 1, 2]}),
        ("Conv", ["kernel"], {"auto_pad": "SAME_UPPER", "kernel_shape": [3, 3]}),
        ("Add", ["bias"], {}),
        ("Relu", [], {}),
        ("MaxPool", [], {"kernel_shape": [2, 2], "strides": [2, 2], "auto_pad": "VALID"}),
        ("Transpose", [], {"perm": [0, 2, 3, 1]}),
        ("Reshape", ["flat"], {}),
        ("MatMul", ["weight"], {}),
        ("Add", ["last"], {}),
        shape=(8, 8, 1),
        kernel=normal(rng, 4, 1, 3, 3),
        bias=normal(rng, 1, 4, 1, 1),
        flat=np.array([-1, 64]),
        weight=normal(rng, 64, 3),
        last=normal(rng, 3),
    )

    assert_same(data, normal(rng, 5, 8, 8, 1))


def test_what_pytorch_exports_is_read(rng):
    data = chain(
        ("Conv", ["kernel", "bias"], {"pads": [1, 1, 1, 1], "strides": [2, 2]}),
        ("BatchNormalization", ["scale", "shift", "mean", "var"], {"epsilon": 1e-3}),
        ("Relu", [], {}),
        ("Identity", [], {}),
        ("Flatten", [], {"axis": 1}),
        ("Gemm", ["weight", "last"], {"transB": 1}),
        kernel=normal(rng, 4, 1, 3, 3),
        bias=normal(rng, 4),
        scale=normal(rng, 4),
        shift=normal(rng, 4),
        mean=normal(rng, 4),
        var=rng.uniform(0.5, 2, 4).astype(np.float32),
        weight=normal(rng, 3, 64),
        last=normal(rng, 3),
    )

    assert_same(data, normal(rng, 5, 1, 8, 8))


def test_a_normalization_in_pieces_is_read(rng):
    """As Keras writes it with PyTorch behind it; how many images there are is asked of them."""
    names = ("images", "0", "1", "2", "3", "4", "5", "rows", "6")
    made = [
        helper.make_node("Identity", ["mean"], ["same mean"]),
        helper.make_node("Conv", [names[0], "kernel"], [names[1]]),
        helper.make_node("Sub", [names[1], "same mean"], [names[2]]),
        helper.make_node("Mul", [names[2], "scale"], [names[3]]),
        helper.make_node("Add", ["shift", names[3]], [names[4]]),
        helper.make_node("Cast", [names[4]], [names[5]], to=TensorProto.FLOAT),
        helper.make_node("Relu", [names[5]], [names[6]]),
        helper.make_node("Mul", [names[6], "two"], ["doubled"]),
        helper.make_node("Shape", ["doubled"], ["shape"]),
        helper.make_node("Gather", ["shape", "zero"], ["count"]),
        helper.make_node("Unsqueeze", ["count", "axis"], ["counts"]),
        helper.make_node("Concat", ["counts", "rest"], ["flat"], axis=0),
        helper.make_node("Reshape", ["doubled", "flat"], [names[7]]),
        helper.make_node("MatMul", [names[7], "weight"], [names[8]]),
    ]
    constants = {
        "kernel": normal(rng, 4, 1, 3, 3),
        "mean": normal(rng, 1, 4, 1, 1),
        "scale": normal(rng, 4, 1, 1),
        "shift": normal(rng, 1, 4, 1, 1),
        "two": np.float32(2),
        "zero": np.array(0),
        "axis": np.array([0]),
        "rest": np.array([-1]),
        "weight": normal(rng, 144, 3),
    }
    given = helper.make_tensor_value_info("images", TensorProto.FLOAT, ["N", 1, 8, 8])
    result = helper.make_tensor_value_info("6", TensorProto.FLOAT, ["N", 3])
    arrays = [numpy_helper.from_array(np.asarray(a), name) for name, a in constants.items()]
    graph = helper.make_graph(made, "pieces", [given], [result], arrays)
    opsets = [helper.make_opsetid("", 17)]

    data = helper.make_model(graph, opset_imports=opsets, ir_version=8).SerializeToString()
    assert_same(data, normal(rng, 5, 1, 8, 8))


def test_a_mean_over_places_is_global_pooling(rng):
    data = chain(
        ("ReduceMean", [], {"axes": [2, 3], "keepdims": 0}),
        ("MatMul", ["weight"], {}),
        shape=(2, 8, 8),
        weight=normal(rng, 2, 3),
    )

    assert_same(data, normal(rng, 5, 2, 8, 8))


FLAT, LAST = ("Flatten", [], {}), ("MatMul", ["weight"], {})


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ([("Sigmoid", [], {}), FLAT, LAST], "operator Sigmoid, node 0: no layer does that"),
        ([("Conv", ["kernel"], {"group": 1, "dilations": [2, 2]}), FLAT, LAST], "Conv, .*dilat"),
        ([("Conv", ["kernel"], {"pads": [0, 0, 1, 1]}), FLAT, LAST], "Conv, node 0: its padding"),
        ([("Conv", ["kernel"], {"strides": [1, 2]}), FLAT, LAST], "Conv, node 0: its strides diff"),
        ([("Conv", ["wrong"], {}), FLAT, LAST], "Conv, node 0: Conv2D: expected an input"),
        ([("MaxPool", [], {"kernel_shape": [3, 3]}), FLAT, LAST], "MaxPool, node 0: only 2x2"),
        ([FLAT, ("MatMul", ["missing"], {})], "MatMul, node 1: its input missing is not constant"),
        ([FLAT, ("MatMul", ["short"], {})], "MatMul, node 1: expected 64 inputs, found 3"),
        ([FLAT, LAST, ("Add", ["short"], {})], "Add, node 2: expected 3 values, found 9"),
        ([FLAT, LAST, ("Softmax", [], {}), ("Relu", [], {})], "Relu, node 3: it is not behind"),
        ([("Relu", [], {})], r"it.onnx: expected the last layer to give \(classes,\)"),
        ([], "at least one layer"),
    ],
)
def test_what_the_layers_cannot_express_is_named(rng, nodes, message):
    data = chain(
        *nodes,
        kernel=normal(rng, 4, 1, 3, 3),
        wrong=normal(rng, 4, 2, 3, 3),
        weight=normal(rng, 64, 3),
        short=normal(rng, 3, 3),
    )

    with pytest.raises(ValueError, match=f"^it.onnx: .*{message}|^{message}"):
        from_onnx(data, "it.onnx")


@pytest.mark.parametrize("data", [b"", b"no", b"\x08\x08" + b"x" * 100, bytes(1000)])
def test_what_is_no_onnx_file_is_refused(data):
    with pytest.raises(ValueError, match="^it.onnx: "):
        from_onnx(data, "it.onnx")


def test_a_damaged_onnx_file_is_a_network_or_a_value_error(pooling, rng, full):
    data = to_onnx(pooling)
    for _ in range(5000 if full else 300):
        spoilt = bytearray(data)
        for place in rng.integers(0, len(data), 3):
            spoilt[place] = rng.integers(0, 256)
        try:
            from_onnx(bytes(spoilt), "it.onnx")
        except ValueError as error:
            assert str(error).startswith("it.onnx: ")


def test_safetensors_come_back_as_they_were(every_layer, tmp_path):
    path = tmp_path / "model.safetensors"
    path.write_bytes(to_safetensors(every_layer))

    assert dump_model(from_safetensors(path)) == dump_model(every_layer)


def test_safetensors_without_a_description_are_refused(tmp_path):
    from safetensors.numpy import save_file

    save_file({"weight": np.zeros(3, np.float32)}, tmp_path / "other.safetensors")

    with pytest.raises(ValueError, match="other.safetensors: metadata: expected a 'description'"):
        from_safetensors(tmp_path / "other.safetensors")


def test_damaged_safetensors_are_refused(every_layer, tmp_path, rng):
    data, path = to_safetensors(every_layer), tmp_path / "it.safetensors"
    for length in (0, 5, 100, len(data) - 1):
        path.write_bytes(data[:length])
        with pytest.raises(ValueError, match="it.safetensors: "):
            from_safetensors(path)
