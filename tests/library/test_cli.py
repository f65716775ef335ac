"""The command line, run as a user runs it: what concerns all commands."""

import pytest
from command_line import assert_one_line


def test_a_wrong_recipe_is_one_line(inkglass):
    assert_one_line(inkglass("train", "nootbook"), "notebook", code=2)


def test_no_command_is_one_line(inkglass):
    assert_one_line(inkglass(), "command", code=2)


@pytest.mark.parametrize("command", ["evaluate", "predict", "info"])
@pytest.mark.parametrize(
    ("data", "message"),
    [(None, "No such file"), (b"", "expected an .npz archive"), (b"PK\3\4" * 99, ".npz archive")],
)
def test_a_bad_model_is_one_line(inkglass, tmp_path, command, data, message):
    if data is not None:
        (tmp_path / "bad.npz").write_bytes(data)
    more = ["picture.png"] if command == "predict" else []

    assert_one_line(inkglass(command, "bad.npz", *more), "bad.npz", message)
