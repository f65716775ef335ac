import numpy as np
import pytest
from numpy.testing import assert_array_equal

from inkglass.training.checkpoint import load_checkpoint, save_checkpoint
from inkglass.training.run import State

SETTINGS = {"recipe": "default", "seed": 1}


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a.checkpoint"
    arrays = {"network.0.weight": np.arange(4, dtype=np.float32)}
    save_checkpoint(path, State(SETTINGS, {"epochs_done": 3, "best_loss": 0.1}, arrays))
    return path


def test_a_checkpoint_comes_back_as_it_was(path):
    progress, arrays = load_checkpoint(path, SETTINGS)

    assert progress == {"epochs_done": 3, "best_loss": 0.1}
    assert_array_equal(arrays["network.0.weight"], [0, 1, 2, 3])


def test_a_checkpoint_of_another_training_is_refused(path):
    with pytest.raises(ValueError, match=r"a.checkpoint: .* with seed 2, found 1; start without"):
        load_checkpoint(path, SETTINGS | {"seed": 2})


@pytest.mark.parametrize("length", [0, 10, 100, -1])
def test_a_truncated_checkpoint_is_refused(path, length):
    path.write_bytes(path.read_bytes()[:length])

    with pytest.raises(ValueError, match="a.checkpoint: .*start without --resume"):
        load_checkpoint(path, SETTINGS)


def test_a_model_is_no_checkpoint(tmp_path, model_bytes):
    (tmp_path / "model.npz").write_bytes(model_bytes)

    with pytest.raises(ValueError, match="expected a checkpoint"):
        load_checkpoint(tmp_path / "model.npz", SETTINGS)
