import numpy as np
import pytest
from numpy.testing import assert_array_equal

from inkglass.nn.layers import Dropout
from inkglass.nn.network import Network
from inkglass.training.averaging import MovingAverage
from inkglass.training.evaluation import evaluate
from inkglass.training.optimizers import SGD, constant
from inkglass.training.recipes import notebook_network
from inkglass.training.training import Best, train


def steps_of(network, images, labels, rate=0.1, epochs=1, batch_size=16, seed=0, augment=None):
    sgd = SGD(network.parameters, momentum=0, weight_decay=0)
    rng = np.random.default_rng(seed)
    return train(
        network,
        images,
        labels,
        optimizer=sgd,
        schedule=constant(rate),
        epochs=epochs,
        batch_size=batch_size,
        rng=rng,
        augment=augment,
    )


@pytest.fixture
def digits(test_digits):
    images, labels = test_digits
    return images[:1000], labels[:1000]


def test_a_thousand_digits_are_learnt(rng, digits, test_digits):
    network = notebook_network(rng)

    losses = [step.loss for step in steps_of(network, *digits, epochs=5)]

    assert np.mean(losses[-20:]) < 0.4 < 2 < losses[0]
    _, accuracy, _ = evaluate(network, test_digits[0][1000:3000], test_digits[1][1000:3000])
    assert accuracy > 0.8


def test_steps_are_counted_and_the_last_batch_is_what_is_left(rng, digits):
    images, labels = digits[0][:40], digits[1][:40]

    steps = list(steps_of(notebook_network(rng), images, labels, epochs=2))

    assert [(step.epoch, step.step, step.steps, step.size) for step in steps] == [
        (epoch, step, 3, size) for epoch in (1, 2) for step, size in ((1, 16), (2, 16), (3, 8))
    ]
    assert all(0 <= step.correct <= step.size for step in steps)


def test_every_epoch_sees_every_image_once_in_another_order(rng, digits):
    images = np.zeros((20, 28, 28), np.uint8)
    images[:, 0, 0] = np.arange(20)
    seen = []

    def note(batch, rng, progress):
        seen.append(batch[:, 0, 0].copy())
        return batch

    list(steps_of(notebook_network(rng), images, digits[1][:20], epochs=2, augment=note))

    first, second = np.concatenate(seen[:2]), np.concatenate(seen[2:])
    assert_array_equal(np.sort(first), np.arange(20))
    assert_array_equal(np.sort(second), np.arange(20))
    assert (first != second).any()


def test_the_schedule_is_asked_for_the_progress(rng, digits):
    asked = []

    def schedule(progress):
        asked.append(progress)
        return 0.1

    network = notebook_network(rng)
    sgd = SGD(network.parameters, momentum=0, weight_decay=0)
    few = digits[0][:20], digits[1][:20]
    sizes = {"epochs": 2, "batch_size": 10}
    list(train(network, *few, optimizer=sgd, schedule=schedule, rng=rng, **sizes))

    assert asked == [0, 0.25, 0.5, 0.75]


def test_the_same_seed_gives_the_same_weights(digits):
    weights = []
    for _ in range(2):
        network = notebook_network(np.random.default_rng(1))
        list(steps_of(network, digits[0][:100], digits[1][:100], seed=2))
        weights.append(network.parameters["3.weight"].tobytes())

    assert weights[0] == weights[1]


def test_a_loss_that_is_not_finite_stops_with_finite_weights(rng, digits):
    network = notebook_network(rng)

    with pytest.raises(FloatingPointError, match=r"epoch 1, step \d+; a lower learning rate"):
        list(steps_of(network, *digits, rate=1e3))
    assert all(np.isfinite(array).all() for array in network.parameters.values())


@pytest.mark.parametrize(("epochs", "batch_size"), [(0, 1), (1, 0), (1, -3)])
def test_epochs_and_batch_size_below_one_are_refused(rng, digits, epochs, batch_size):
    steps = steps_of(notebook_network(rng), *digits, epochs=epochs, batch_size=batch_size)

    with pytest.raises(ValueError, match=rf"received {epochs} and {batch_size}"):
        next(steps)


def test_images_without_their_labels_are_refused(rng, digits):
    with pytest.raises(ValueError, match="received 1000 images and 3 labels"):
        next(steps_of(notebook_network(rng), digits[0], digits[1][:3]))


def test_best_gives_back_the_parameters_of_the_lowest_finite_loss(rng):
    network, best = notebook_network(rng), Best()
    bias = network.parameters["3.bias"]

    for value, loss in ((0, np.nan), (1, 5.0), (2, 3.0), (3, 4.0), (4, np.inf)):
        bias[:] = value
        best.offer(network, loss)
    best.restore(network)

    assert best.loss == 3
    assert_array_equal(network.parameters["3.bias"], np.full(10, 2))
    assert best.offers_since == 2


def test_a_step_with_a_loss_that_is_not_finite_is_not_taken(rng, digits):
    network = notebook_network(rng)
    network.parameters["3.bias"][0] = np.nan
    before = network.parameters["3.weight"].copy()

    with pytest.raises(FloatingPointError, match="epoch 1, step 1;"):
        next(steps_of(network, *digits))
    assert_array_equal(network.parameters["3.weight"], before)


def test_training_goes_on_from_an_epoch_as_if_it_had_never_stopped(digits):
    images, labels = digits[0][:100], digits[1][:100]
    networks = []
    for stops in (False, True):
        network = notebook_network(np.random.default_rng(1))
        network = Network([*network.layers[:-1], Dropout(0.3), network.layers[-1]], (28, 28, 1))
        sgd = SGD(network.parameters, momentum=0.9)
        for first, last in ((1, 2), (3, 4)) if stops else ((1, 4),):
            rng = np.random.default_rng(5)
            steps = train(
                network,
                images,
                labels,
                optimizer=sgd,
                schedule=constant(0.05),
                epochs=4,
                batch_size=16,
                rng=rng,
                first_epoch=first,
            )
            for step in steps:
                if (step.epoch, step.step) == (last, step.steps):
                    break
        networks.append(network)

    for name, array in networks[0].arrays.items():
        assert array.tobytes() == networks[1].arrays[name].tobytes()


def test_an_average_follows_every_step(rng, digits):
    network = notebook_network(rng)
    average = MovingAverage(network, 0.9)
    sgd = SGD(network.parameters)
    steps = train(
        network,
        *digits,
        optimizer=sgd,
        schedule=constant(0.05),
        epochs=1,
        batch_size=100,
        rng=np.random.default_rng(0),
        average=average,
    )

    assert len(list(steps)) == average.updates == 10
    difference = average.network.layers[3].weight - network.layers[3].weight
    assert 0 < np.abs(difference).max() < 0.1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda x, y: (x.astype(float), y), r"uint8 of shape \(N, H, W\), received float64"),
        (lambda x, y: (x[..., None], y), r"received uint8 \(1000, 28, 28, 1\)"),
        (lambda x, y: (x, y + 5), r"expected 0 to 9, found 1[0-4] at position \d"),
        (lambda x, y: (x, y.astype(float)), "whole numbers"),
        (lambda x, y: (x, y[:, None]), r"received uint8 \(1000, 1\)"),
        (lambda x, y: (x[:0], y[:0]), "at least one, received 0 images"),
    ],
)
def test_examples_that_cannot_be_are_refused_before_the_first_step(rng, digits, change, message):
    network = notebook_network(rng)
    before = network.parameters["3.weight"].copy()

    with pytest.raises(ValueError, match=message):
        next(steps_of(network, *change(*digits)))
    with pytest.raises(ValueError, match=message):
        evaluate(network, *change(*digits))
    assert_array_equal(network.parameters["3.weight"], before)


def test_a_divergence_is_a_value_error_too(rng, digits):
    with pytest.raises(ValueError, match="a lower learning rate may help"):
        list(steps_of(notebook_network(rng), *digits, rate=1e3))
