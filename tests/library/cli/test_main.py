"""The command line: what concerns all commands."""

import pytest
from command_line import MODELS, assert_one_line


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["info", MODELS / "notebook.npz"], 0),
        (["info", "none.npz"], 1),
        (["train", "notebook", "--epochs", "-1"], 2),
    ],
)
def test_a_process_ends_with_the_exit_code_and_no_traceback(process, arguments, code):
    done = process(*arguments)

    assert done.returncode == code
    assert len(done.stderr.splitlines()) == (code != 0)
    assert bool(done.stdout) == (code == 0)


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
