import re
import shutil
from dataclasses import replace

import pytest
from command_line import MODELS, start_training, wait_for

from inkglass.formats.model_file import load_model
from inkglass.training.recipes import RECIPES


@pytest.fixture
def training(few_digits):
    """The arguments of a training on a few images."""
    return "train", "default", "--data", few_digits, "--epochs"


def test_a_network_learns_from_teachers_that_are_trained_first(inkglass, training, tmp_path):
    done = inkglass(*training, 1)

    assert not done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("Teacher")] == [
        f"Teacher {number} of 3" for number in (1, 2, 3)
    ]
    assert load_model(tmp_path / "default.npz").training["teachers"] == 3
    assert [path.name for path in tmp_path.iterdir()] == ["default.npz"]


def test_a_network_learns_without_teachers_if_told_so(inkglass, training, tmp_path):
    done = inkglass(*training, 1, "--teachers", 0)

    assert not done.stderr
    assert "Teacher" not in done.stdout
    assert load_model(tmp_path / "default.npz").training["teachers"] == 0


def test_teachers_train_no_longer_than_the_recipe_says(inkglass, training, monkeypatch):
    recipe = replace(RECIPES["default"], teachers=1, teachers_epochs=1)
    monkeypatch.setitem(RECIPES, "default", recipe)

    done = inkglass(*training, 2)

    epochs = re.findall(r"^Epoch (\d of \d)", done.stdout, re.MULTILINE)
    assert epochs == ["1 of 1", "1 of 2", "2 of 2"]


def test_broken_off_at_its_second_teacher_it_goes_on_to_the_same_bytes(
    inkglass, break_off, training, tmp_path, monkeypatch
):
    monkeypatch.setitem(RECIPES, "default", replace(RECIPES["default"], teachers=2))
    inkglass(*training, 2, "--output", "whole.npz")
    break_off(3, *training, 2, "--output", "parts.npz")
    assert (tmp_path / "parts.npz.teacher-2.npz.checkpoint").exists()

    assert inkglass(*training, 2, "--output", "parts.npz", "--resume").returncode == 0

    assert (tmp_path / "parts.npz").read_bytes() == (tmp_path / "whole.npz").read_bytes()


@pytest.mark.full
def test_killed_among_the_teachers_it_goes_on_to_the_same_bytes(inkglass, training, tmp_path):
    inkglass(*training, 2, "--output", "whole.npz")
    killed = start_training(tmp_path, *training[1:], 2, "--output", "parts.npz")
    wait_for(tmp_path / "parts.npz.teacher-2.npz")
    killed.kill()
    killed.wait()
    assert not (tmp_path / "parts.npz").exists()

    assert inkglass(*training, 2, "--output", "parts.npz", "--resume").returncode == 0

    assert (tmp_path / "parts.npz").read_bytes() == (tmp_path / "whole.npz").read_bytes()


def test_a_teacher_that_was_trained_otherwise_is_refused(inkglass, training, tmp_path):
    shutil.copy(MODELS / "notebook.npz", tmp_path / "default.npz.teacher-1.npz")

    done = inkglass(*training, 2, "--resume")

    assert done.stderr.splitlines() == [
        "inkglass: default.npz.teacher-1.npz: expected a training with recipe default, "
        "found notebook; start without --resume"
    ]
