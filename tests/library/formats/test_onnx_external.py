"""ONNX files whose weights lie in another file, beside them."""

import os
import shutil

import numpy as np
import onnx
import pytest
from command_line import assert_one_line
from onnx import external_data_helper

from inkglass.formats.model_file import Model, load_model
from inkglass.formats.onnx_export import to_onnx
from inkglass.formats.onnx_import import from_onnx
from inkglass.nn.layers import Dense, Flatten
from inkglass.nn.network import Network

DATA = "net.onnx.data"


@pytest.fixture
def network(rng):
    return linear(rng.normal(size=(784, 10)))


def linear(weight):
    return Network([Flatten(), Dense(weight.astype(np.float32), None)], (28, 28, 1))


def write(folder, network):
    """Write a network as `net.onnx` with its weights in `net.onnx.data`; return the first."""
    folder.mkdir(parents=True, exist_ok=True)
    labels = [str(digit) for digit in range(10)]
    file = onnx.load_model_from_string(to_onnx(Model(network, labels, {}, {})))
    external_data_helper.convert_model_to_external_data(file, location=DATA, size_threshold=0)
    onnx.save_model(file, folder / "net.onnx")
    assert (folder / DATA).stat().st_size >= 784 * 10 * 4
    return folder / "net.onnx"


def weight_of(network):
    return network.layers[1].parameters["weight"]


@pytest.fixture
def elsewhere(network, tmp_path):
    """An ONNX file in a folder of its own; the working folder has a decoy of its data's name."""
    path = write(tmp_path / "models", network)
    write(tmp_path, linear(np.ones((784, 10))))
    return path


@pytest.mark.parametrize("name", ["models/net.onnx", "./models/../models/net.onnx", None])
def test_data_beside_the_model_are_taken_from_any_folder(inkglass, elsewhere, network, name):
    done = inkglass("import", name or elsewhere, "--output", "net.npz")

    assert done.returncode == 0, done.stderr
    imported = load_model(elsewhere.parents[1] / "net.npz").network
    np.testing.assert_array_equal(weight_of(imported), weight_of(network))


def test_data_beside_the_model_are_taken_from_its_own_folder(inkglass, elsewhere):
    shutil.copy(elsewhere, elsewhere.parents[1] / "net.onnx")

    assert inkglass("import", "net.onnx").returncode == 0
    imported = load_model(elsewhere.parents[1] / "net.npz").network
    assert (weight_of(imported) == 1).all()


def test_missing_data_are_named_and_not_taken_from_the_working_folder(inkglass, elsewhere):
    (elsewhere.parent / DATA).unlink()
    done = inkglass("import", "models/net.onnx", "--output", "net.npz")

    assert_one_line(done, f"{os.path.join('models', DATA)} is missing")
    assert not (elsewhere.parents[1] / "net.npz").exists()


def test_without_a_folder_no_other_file_is_opened(elsewhere, monkeypatch):
    monkeypatch.chdir(elsewhere.parent)
    with pytest.raises(ValueError, match=f"^it.onnx: .* in one file, found it in '{DATA}'"):
        from_onnx(elsewhere.read_bytes(), "it.onnx")


def with_entries(path, **entries):
    """Return the bytes of an ONNX file whose tensors say this of where their data are."""
    file = onnx.load_model(path, load_external_data=False)
    for tensor in file.graph.initializer:
        said = {each.key: each.value for each in tensor.external_data} | entries
        del tensor.external_data[:]
        for key, value in said.items():
            tensor.external_data.add(key=key, value=value)
    return file.SerializeToString()


@pytest.mark.parametrize("location", ["../net.onnx.data", "{root}/net.onnx.data", "link", "", "."])
def test_data_outside_the_models_folder_are_refused(elsewhere, location):
    (elsewhere.parent / "link").symlink_to(elsewhere.parents[1] / DATA)
    location = location.format(root=elsewhere.parents[1])
    data = with_entries(elsewhere, location=location)

    with pytest.raises(ValueError, match="^it.onnx: .*: expected its data in the model's folder"):
        from_onnx(data, "it.onnx", elsewhere.parent)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"offset": "4"}, f"{DATA}: expected 31364 bytes, of which 31360 are those of .*, found"),
        ({"offset": "9" * 30}, f"{DATA}: expected 10+31359 bytes"),
        ({"offset": "-4"}, "expected a place in its file, found '-4'"),
        ({"length": "40"}, "expected a whole tensor"),
        ({"location": "sub"}, "sub is missing"),
        ({"location": "a\0b"}, "null"),
    ],
)
def test_data_that_are_not_where_they_are_said_to_be_are_refused(elsewhere, entries, message):
    (elsewhere.parent / "sub").mkdir()
    data = with_entries(elsewhere, **entries)

    with pytest.raises(ValueError, match=f"^it.onnx: .*{message}"):
        from_onnx(data, "it.onnx", elsewhere.parent)


def test_the_data_of_a_constant_are_taken_from_the_models_folder(elsewhere, network, monkeypatch):
    file = onnx.load_model(elsewhere, load_external_data=False)
    (tensor,) = file.graph.initializer
    constant = onnx.helper.make_node("Constant", [], [tensor.name], value=tensor)
    file.graph.node.insert(0, constant)
    del file.graph.initializer[:]
    monkeypatch.chdir(elsewhere.parents[1])

    imported = from_onnx(file.SerializeToString(), "it.onnx", elsewhere.parent).network
    np.testing.assert_array_equal(weight_of(imported), weight_of(network))


def test_more_data_than_a_model_may_have_are_refused(elsewhere):
    with open(elsewhere.parent / DATA, "r+b") as file:
        file.truncate(2**27)
    data = with_entries(elsewhere, offset="0", length=str(2**26 + 1))

    with pytest.raises(ValueError, match="^it.onnx: expected at most 67108864 bytes"):
        from_onnx(data, "it.onnx", elsewhere.parent)
