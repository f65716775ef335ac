import re
import shutil
import subprocess
from dataclasses import replace

import pytest
from command_line import MODELS, start_training, wait_for

from inkglass.cli.main import main
from inkglass.formats.model_file import load_model
from inkglass.training.recipes import RECIPES


@pytest.fixture
def training(tmp_path, few_digits):
    """Start `inkglass train default` on a few images, in an empty folder."""

    def start(*arguments):
        small = ("default", "--data", few_digits, "--epochs", 2)
        return start_training(tmp_path, *small, *arguments, output=subprocess.PIPE)

    return start


def test_a_network_learns_from_teachers_that_are_trained_first(training, tmp_path):
    printed, problem = training().communicate()

    assert not problem
    assert [line for line in printed.splitlines() if line.startswith("Teacher")] == [
        f"Teacher {number} of 3" for number in (1, 2, 3)
    ]
    assert load_model(tmp_path / "default.npz").training["teachers"] == 3
    assert [path.name for path in tmp_path.iterdir()] == ["default.npz"]


def test_a_network_learns_without_teachers_if_told_so(training, tmp_path):
    printed, problem = training("--teachers", "0").communicate()

    assert not problem
    assert "Teacher" not in printed
    assert load_model(tmp_path / "default.npz").training["teachers"] == 0


def test_teachers_train_no_longer_than_the_recipe_says(few_digits, tmp_path, monkeypatch, capsys):
    recipe = replace(RECIPES["default"], teachers=1, teachers_epochs=1, epochs=2)
    monkeypatch.setitem(RECIPES, "default", recipe)
    data, output = str(few_digits), str(tmp_path / "model.npz")

    assert main(["train", "default", "--data", data, "--output", output]) == 0

    epochs = re.findall(r"^Epoch (\d of \d)", capsys.readouterr().out, re.MULTILINE)
    assert epochs == ["1 of 1", "1 of 2", "2 of 2"]


def test_broken_off_among_the_teachers_it_goes_on_to_the_same_bytes(training, tmp_path):
    training("--output", "whole.npz").communicate()
    killed = training("--output", "parts.npz")
    wait_for(tmp_path / "parts.npz.teacher-2.npz")
    killed.kill()
    killed.communicate()
    assert not (tmp_path / "parts.npz").exists()

    resumed = training("--output", "parts.npz", "--resume")

    _, problem = resumed.communicate()
    assert not problem
    assert (tmp_path / "parts.npz").read_bytes() == (tmp_path / "whole.npz").read_bytes()


def test_a_teacher_that_was_trained_otherwise_is_refused(training, tmp_path):
    shutil.copy(MODELS / "notebook.npz", tmp_path / "default.npz.teacher-1.npz")

    _, problem = training("--resume").communicate()

    assert problem.splitlines() == [
        "inkglass: default.npz.teacher-1.npz: expected a training with recipe default, "
        "found notebook; start without --resume"
    ]
