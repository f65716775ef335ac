import numpy as np
import pytest
from gradients import numerical_gradient
from numpy.testing import assert_allclose

from inkglass.nn.layers import Dense, Flatten
from inkglass.nn.losses import softmax_cross_entropy, softmax_cross_entropy_to
from inkglass.nn.network import Network
from inkglass.reading.drawing import network_tensor
from inkglass.training.optimizers import SGD, constant
from inkglass.training.teachers import Teachers
from inkglass.training.training import train


def linear(rng, scale=1.0):
    weight = (scale * rng.normal(size=(36, 3))).astype(np.float32)
    return Network([Flatten(), Dense(weight, np.zeros(3, np.float32))], (6, 6, 1))


def batch(rng, count=5):
    images = rng.integers(0, 256, (count, 6, 6), dtype=np.uint8)
    return images, rng.integers(0, 3, count)


def test_a_share_of_each_label_is_what_the_teachers_give_in_the_mean(rng):
    networks = [linear(rng), linear(rng)]
    images, labels = batch(rng)
    x = network_tensor(images)

    expected = Teachers(networks, 0.25).expected(x, labels)

    mean = (networks[0].predict(x) + networks[1].predict(x)) / 2
    assert_allclose(expected, 0.25 * mean + 0.75 * np.eye(3)[labels], rtol=1e-5)


@pytest.mark.parametrize(("count", "share"), [(0, 0.5), (1, 0), (1, 1.5), (1, np.nan)])
def test_teachers_that_cannot_be_are_refused(rng, count, share):
    with pytest.raises(ValueError, match=f"received {count} and {share}"):
        Teachers([linear(rng)] * count, share)


def test_the_loss_of_labels_written_as_probabilities_is_the_same(rng):
    logits, labels = rng.normal(size=(4, 5)), np.array([0, 3, 3, 4])

    loss, grad = softmax_cross_entropy_to(logits, np.eye(5)[labels])

    expected_loss, expected_grad = softmax_cross_entropy(logits, labels)
    assert loss == pytest.approx(expected_loss)
    assert_allclose(grad, expected_grad, atol=1e-12)


def test_the_gradient_by_probabilities_matches_finite_differences(rng):
    logits, expected = rng.normal(size=(4, 5)), rng.dirichlet(np.ones(5), 4)

    _, grad = softmax_cross_entropy_to(logits, expected)

    numerical = numerical_gradient(lambda: softmax_cross_entropy_to(logits, expected)[0], logits)
    assert_allclose(grad, numerical, atol=1e-8)


def test_a_network_learns_what_its_teacher_says_and_not_the_labels(rng):
    teacher, learner = linear(rng, 0.3), linear(rng, 0.01)
    images, _ = batch(rng, 100)
    x = network_tensor(images)
    wrong = (teacher.forward(x).argmax(axis=1) + 1) % 3

    steps = train(
        learner,
        images,
        wrong,
        optimizer=SGD(learner.parameters),
        schedule=constant(0.3),
        epochs=200,
        batch_size=50,
        rng=rng,
        teachers=Teachers([teacher], 1.0),
    )
    list(steps)

    read = learner.forward(x).argmax(axis=1)
    assert (read == teacher.forward(x).argmax(axis=1)).mean() > 0.9
