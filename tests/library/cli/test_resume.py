"""`inkglass train` that is broken off, goes on, or stops by itself."""

import os
import signal
import subprocess

import pytest
from command_line import COMMAND, assert_one_line, start_training, wait_for

from inkglass.formats.model_file import load_model
from inkglass.training.checkpoint import save_checkpoint


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process alone")
def test_ctrl_c_ends_with_a_line_and_a_model(mnist_folder, tmp_path):
    arguments = ["train", "notebook", "--data", mnist_folder, "--images", "50000"]
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # What runs the tests in the background may have it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert process.stdout.readline() == "--- Epoch 1 ---\n"
    assert process.stdout.readline().startswith("[Step 100]")  # somewhere in the first epoch
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)

    assert process.returncode == 130
    assert errors == "inkglass: interrupted; saved the best weights so far\n"
    assert load_model(tmp_path / "notebook.npz").measured["accuracy"] > 0.2


def test_a_killed_training_goes_on_to_the_same_bytes(inkglass, few_digits, tmp_path):
    small = ("notebook", "--data", few_digits, "--epochs", 10, "--seed", 2)
    inkglass("train", *small, "--output", "whole.npz")
    killed = start_training(tmp_path, *small, "--output", "parts.npz")
    wait_for(tmp_path / "parts.npz.checkpoint")
    killed.kill()
    killed.wait()
    assert not (tmp_path / "parts.npz").exists()

    done = inkglass("train", *small, "--output", "parts.npz", "--resume")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "parts.npz").read_bytes() == (tmp_path / "whole.npz").read_bytes()
    assert not (tmp_path / "parts.npz.checkpoint").exists()


def test_parts_an_average_and_outliers_go_on_to_the_same_bytes(
    inkglass, break_off, few_digits, tmp_path
):
    small = ("train", "default", "--teachers", 0, "--data", few_digits, "--epochs", 2)
    inkglass(*small, "--output", "whole.npz")
    break_off(1, *small, "--output", "parts.npz")
    assert not (tmp_path / "parts.npz").exists()

    assert inkglass(*small, "--output", "parts.npz", "--resume").returncode == 0

    assert (tmp_path / "parts.npz").read_bytes() == (tmp_path / "whole.npz").read_bytes()
    assert not (tmp_path / "parts.npz.checkpoint").exists()


def test_resuming_a_training_with_other_options_is_refused(train, tmp_path):
    save_checkpoint(tmp_path / "notebook.npz.checkpoint", ({"recipe": "notebook"}, {}, {}))

    assert_one_line(
        train("--images", 400, "--resume"), "notebook.npz.checkpoint", "start without --resume"
    )


def test_resuming_what_was_never_begun_is_refused(train):
    assert_one_line(train("--resume"), "notebook.npz.checkpoint", "No such file")


def test_patience_stops_a_training_that_gets_no_better(train):
    done = train("--images", 50, "--epochs", 200, "--patience", 2)

    assert "No better for 2 epochs: stopped" in done.stdout
    assert done.stdout.count("--- Epoch") < 200
