import io
import json

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from inkglass.formats.model_file import Model, dump_model, load_model, save_model
from inkglass.formats.npz import read_npz, write_npz
from inkglass.nn.layers import Dense
from inkglass.nn.network import Network


@pytest.fixture
def change(model_bytes):
    """Change a model's description and arrays by a function, and return the file's bytes."""

    def changed(function):
        arrays = read_npz(model_bytes)
        description = json.loads(arrays.pop("description"))
        function(description, arrays)
        return write_npz({"description": np.array(json.dumps(description)), **arrays})

    return changed


def set_at(*path, value):
    """Return a change that sets one field of the description."""

    def change(description, arrays):
        for key in path[:-1]:
            description = description[key]
        description[path[-1]] = value

    return change


def set_array(name, array):
    def change(description, arrays):
        arrays[name] = array

    return change


def test_a_saved_model_is_loaded_whole(tmp_path, model, rng):
    save_model(tmp_path / "m.npz", model)
    loaded = load_model(tmp_path / "m.npz")

    x = rng.normal(size=(2, 28, 28, 1)).astype(np.float32)
    assert_array_equal(loaded.network.predict(x), model.network.predict(x))
    assert loaded.labels == model.labels
    assert loaded.training == model.training
    assert loaded.measured == model.measured


def test_a_model_keeps_from_which_confidence_on_it_answers(model):
    surer = Model(model.network, model.labels, {}, {}, 0.75)

    assert load_model(dump_model(surer)).least_confidence == 0.75


def test_a_last_class_may_stand_for_none_of_the_others(model):
    network = Network(
        [*model.network.layers[:-1], Dense(np.zeros((1352, 3), np.float32))], (28, 28, 1)
    )

    assert Model(network, ["a", "b", "?"], {}, {}).answers == ["a", "b"]
    assert Model(network, ["a", "b", "c"], {}, {}).answers == ["a", "b", "c"]
    assert Model(network, ["a", "b", "?"], {}, {}).shown(np.ones((5, 3))).shape == (5, 2)


def test_a_network_of_an_earlier_version_answers_everything(change):
    def to_second_version(description, arrays):
        del description["least_confidence"]
        description["version"] = 2

    assert load_model(change(to_second_version)).least_confidence == 0


def test_bytes_and_files_are_loaded_too(model_bytes):
    for file in (model_bytes, bytearray(model_bytes), io.BytesIO(model_bytes)):
        assert dump_model(load_model(file)) == model_bytes


def test_a_loaded_model_can_be_trained_on(model_bytes):
    for array in load_model(model_bytes).network.parameters.values():
        array += 1


def test_numpy_reads_the_file_without_pickle(model_bytes):
    with np.load(io.BytesIO(model_bytes), allow_pickle=False) as found:
        assert set(found.files) == {"description", "0.weight", "3.weight", "3.bias"}
        assert json.loads(str(found["description"]))["version"] == 3


def test_the_same_model_gives_the_same_bytes(model):
    assert dump_model(model) == dump_model(model)


def test_a_file_that_cannot_be_replaced_stays_and_nothing_is_left(tmp_path, model, monkeypatch):
    path = tmp_path / "m.npz"
    path.write_bytes(b"old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="No space left") as caught:
        save_model(path, model)

    assert caught.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_labels_that_are_not_one_for_each_class_are_refused(model):
    with pytest.raises(ValueError, match="labels: expected 10, one for each class, found 2"):
        Model(model.network, ["a", "b"], {}, {})


def remove_bias(description, arrays):
    del arrays["3.bias"]


def remove_labels(description, arrays):
    del description["labels"]


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (set_at("format", value="other"), "format: expected 'inkglass-model'"),
        (set_at("version", value=4), "version: expected 1 to 3, found 4; a newer Inkglass"),
        (set_at("version", value="1"), "version: expected 1 to 3"),
        (set_at("version", value=0), "version: expected 1 to 3"),
        (set_at("version", value=True), "version: expected 1 to 3"),
        (set_at("version", value=2), "description: expected the fields .*'least_confidence'"),
        (set_at("least_confidence", value=1.5), "least_confidence: expected 0 to 1, found 1.5"),
        (set_at("least_confidence", value="1"), "least_confidence: expected a number"),
        (set_at("least_confidence", value=True), "least_confidence: expected a number"),
        (set_at("surplus", value=1), "description: expected the fields .*'surplus'"),
        (remove_labels, "description: expected the fields .*'labels'"),
        (remove_bias, r"3\.bias: .* found it missing"),
        (set_array("4.weight", np.zeros(3, np.float32)), r"4\.weight: .* found it surplus"),
        (set_array("3.bias", np.zeros(9, np.float32)), r"3\.bias: .*\(10,\), found \(9,\)"),
        (set_array("3.bias", np.array("text")), r"3\.bias: .*\(10,\), found text"),
        (set_array("3.bias", np.zeros(10)), r"3\.bias: expected float32 or text, found .*<f8"),
        (set_array("3.bias", np.full(10, np.nan, np.float32)), r"3\.bias: expected finite"),
        (set_array("0.weight", np.full((3, 3, 1, 8), np.inf, np.float32)), r"0\.weight: .*finite"),
        (set_at("labels", value=list("012345678")), "labels: expected 10, .*, found 9"),
        (set_at("labels", value=list("0123456788")), "labels: expected each label once"),
        (set_at("labels", value=[0] * 10), "labels: expected a list of texts"),
        (set_at("labels", value="0123456789"), "labels: expected a list of texts"),
        (set_at("input_shape", value=[28, 28]), "input_shape: expected three whole numbers"),
        (set_at("input_shape", value=[28, 28, 1.0]), "input_shape: expected three whole numbers"),
        (set_at("input_shape", value=[10**9, 28, 1]), "input_shape: .* 1 to 1024"),
        (set_at("input_shape", value=[30, 28, 1]), r"layer 3: Dense: .*\(1352,\), received"),
        (set_at("training", value=[]), "training: expected an object"),
        (set_at("training", "recipe", value=[1]), "training.recipe: expected a text or a number"),
        (set_at("measured", "accuracy", value=10**400), "measured.accuracy: expected"),
        (set_at("measured", "accuracy", value=float("nan")), "description: expected JSON"),
        (set_at("architecture", value={}), "architecture: expected a list of 1 to 100 layers"),
        (set_at("architecture", value=[]), "architecture: expected a list"),
        (set_at("architecture", 1, value="MaxPool2D"), r"architecture\[1\]: expected an object"),
        (set_at("architecture", 1, "type", value="eval"), r"\[1\]\.type: .*ReLU, found 'eval'"),
        (set_at("architecture", 1, "type", value=[]), r"architecture\[1\]: .* with a type"),
        (set_at("architecture", 1, "size", value=2), r"\[1\]: expected the fields type, found"),
        (set_at("architecture", 0, "bias", value=0), r"\[0\]\.bias: expected bool, found int"),
        (set_at("architecture", 0, "bias", value=True), r"0\.bias: .* found it missing"),
        (set_at("architecture", 0, "kernel_size", value=5), r"0\.weight: .*\(5, 5, 1, 8\)"),
        (set_at("architecture", 0, "kernel_size", value=True), r"expected int, found bool"),
        (set_at("architecture", 0, "kernel_size", value=0), r"kernel_size: expected 1 to"),
        (set_at("architecture", 0, "kernel_size", value=10**30), r"kernel_size: expected 1 to"),
    ],
)
def test_a_defect_is_one_error_with_file_and_field(change, function, message):
    with pytest.raises(ValueError, match=rf"^some\.npz: .*{message}") as caught:
        load_model(change(function), "some.npz")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "1", "[" * 500, "[" * 50000, '{"a": 1}', "null"])
def test_a_description_that_is_none_is_refused(model_bytes, text):
    arrays = read_npz(model_bytes) | {"description": np.array(text)}

    with pytest.raises(ValueError, match=r"^m: (description|format): expected"):
        load_model(write_npz(arrays), "m")


def test_a_file_without_description_is_refused(model_bytes):
    arrays = read_npz(model_bytes)
    del arrays["description"]

    with pytest.raises(ValueError, match="m: description: expected a text"):
        load_model(write_npz(arrays), "m")


def test_a_network_that_would_take_too_long_is_refused():
    layers = [{"type": "Conv2D", "kernel_size": 1, "in_channels": 1, "out_channels": 2000}]
    layers[0]["bias"] = False
    layers += [{"type": "MaxPool2D"}] * 10 + [{"type": "Flatten"}]
    labels = [str(number) for number in range(2000)]
    description = {
        "format": "inkglass-model",
        "version": 1,
        "architecture": layers,
        "input_shape": [1024, 1024, 1],
        "labels": labels,
        "training": {},
        "measured": {},
    }
    arrays = {"description": np.array(json.dumps(description))}
    arrays["0.weight"] = np.zeros((1, 1, 1, 2000), np.float32)

    with pytest.raises(ValueError, match="architecture: expected at most .* multiply-adds"):
        load_model(write_npz(arrays))


def test_the_error_names_the_path(tmp_path):
    path = tmp_path / "broken.npz"
    path.write_bytes(b"PK")

    with pytest.raises(ValueError, match=r"broken\.npz: expected an \.npz archive"):
        load_model(path)


def test_a_missing_file_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_model(tmp_path / "none.npz")


def test_whatever_is_changed_or_cut_only_value_errors_arise(model_bytes, rng, full):
    start = model_bytes.index(b"3.weight")
    for _ in range(10_000 if full else 500):
        data = bytearray(model_bytes)
        for place in rng.integers(0, start, rng.integers(1, 4)):
            data[place] = rng.integers(256)
        cut = len(data) if rng.random() < 0.7 else rng.integers(len(data))
        try:
            load_model(bytes(data[:cut]), "m")
        except ValueError as error:
            assert str(error).startswith("m: ")
