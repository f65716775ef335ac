import numpy as np
import pytest
from numpy.testing import assert_array_equal

from inkglass.nn.losses import softmax_cross_entropy
from inkglass.reading.drawing import network_tensor
from inkglass.training.evaluation import evaluate
from inkglass.training.recipes import notebook_network


@pytest.mark.parametrize("count", [1, 499, 500, 501])
def test_evaluation_equals_that_of_one_batch(rng, count):
    network = notebook_network(rng)
    images = rng.integers(0, 256, (count, 28, 28), np.uint8)
    labels = rng.integers(0, 10, count)
    logits = network.forward(network_tensor(images))

    loss, accuracy, confusion = evaluate(network, images, labels)

    assert loss == pytest.approx(softmax_cross_entropy(logits, labels)[0], rel=1e-5)
    assert accuracy == (logits.argmax(axis=1) == labels).mean()
    expected = np.zeros((10, 10))
    for label, read in zip(labels, logits.argmax(axis=1), strict=True):
        expected[label, read] += 1
    assert_array_equal(confusion, expected)


@pytest.mark.parametrize(("images", "labels"), [(0, 0), (2, 1)])
def test_counts_that_do_not_fit_are_refused(rng, images, labels):
    with pytest.raises(ValueError, match=rf"received {images} images and {labels} labels"):
        evaluate(notebook_network(rng), np.zeros((images, 28, 28), np.uint8), np.zeros(labels, int))
