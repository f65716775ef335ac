import numpy as np
import pytest
from numpy.testing import assert_allclose

from inkglass.nn.initialization import he
from inkglass.nn.layers import Dense, Flatten, ReLU
from inkglass.nn.losses import softmax
from inkglass.nn.network import Network
from inkglass.reading.drawing import network_tensor
from inkglass.training.rejection import COST, least_confidence, with_rejection


def bright(rng, rows):
    """Return 400 images of 8x8 that are bright in some rows and noise elsewhere."""
    images = rng.integers(0, 60, (400, 8, 8), np.uint8)
    images[:, rows] += 180
    return images


@pytest.fixture
def network(rng):
    return Network([Flatten(), Dense(he((64, 3), rng), np.zeros(3, np.float32))], (8, 8, 1))


def test_the_further_class_is_learned_and_the_others_stay_as_they_are(network, rng):
    known, other = bright(rng, slice(0, 4)), bright(rng, slice(4, 8))

    wider = with_rejection(network, known, other, rng)

    for images, is_other in ((bright(rng, slice(0, 4)), False), (bright(rng, slice(4, 8)), True)):
        x = network_tensor(images)
        logits = wider.forward(x)
        assert_allclose(logits[:, :3], network.forward(x), atol=1e-5)
        assert ((softmax(logits)[:, 3] > 0.5) == is_other).mean() > 0.98


def test_the_last_layer_has_to_be_dense(network, rng):
    with pytest.raises(ValueError, match="expected Dense as the last layer, found ReLU"):
        with_rejection(
            Network([*network.layers, ReLU()], (8, 8, 1)), bright(rng, 0), bright(rng, 1), rng
        )


def test_as_many_are_refused_as_it_may_cost(rng):
    highest = rng.uniform(0.3, 0.8, 1000)
    probabilities = np.stack([highest, 1 - highest], axis=1).repeat(5, axis=1) / 5
    probabilities[:, 0] = highest

    least = least_confidence(probabilities)

    assert (probabilities.max(axis=1) < least).mean() == pytest.approx(COST, abs=0.001)


def test_who_is_very_sure_gets_an_answer():
    assert least_confidence(np.full((10, 1), 0.99)) == 0.9
