import threading
from contextlib import closing

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from inkglass.nn.layers import BatchNorm2D, Conv2D, Dense, Dropout, Flatten, ReLU
from inkglass.nn.network import Network
from inkglass.training.batch_parts import Parts


def network_of(rate=0.0):
    """A normalized network, always the same, in float64: only mistakes make a difference."""
    rng = np.random.default_rng(0)
    norm = BatchNorm2D(rng.uniform(1, 2, 4), rng.normal(size=4), np.zeros(4), np.ones(4))
    layers = [Conv2D(rng.normal(size=(3, 3, 1, 4))), norm, ReLU(), Flatten(), Dropout(rate)]
    return Network([*layers, Dense(rng.normal(size=(64, 3)), np.zeros(3))], (6, 6, 1))


def computed(count, x, labels, rate=0.0, **more):
    """Loss, number right and gradients in `count` parts, and the running statistics after it."""
    network = network_of(rate)
    with closing(Parts(network, count)) as parts:
        parts.draw_from(np.random.default_rng(3))
        loss, right, gradients = parts.compute(x, labels, **more)
    return loss, right, gradients | network.layers[1].statistics


@pytest.fixture
def batch(rng):
    return rng.normal(size=(7, 6, 6, 1)), rng.integers(0, 3, 7)


@pytest.mark.parametrize("count", [2, 3, 7, 9])
@pytest.mark.parametrize("is_expected", [False, True])
def test_parts_of_a_batch_compute_what_the_batch_does(rng, batch, count, is_expected):
    expected = rng.dirichlet(np.ones(3), 7) if is_expected else None

    loss, right, arrays = computed(1, *batch, expected=expected, smoothing=0.1)
    loss_of_parts, right_of_parts, arrays_of_parts = computed(
        count, *batch, expected=expected, smoothing=0.1
    )

    assert loss_of_parts == pytest.approx(loss, rel=1e-12)
    assert right_of_parts == right
    assert arrays_of_parts.keys() == arrays.keys()
    for name, array in arrays.items():
        assert_allclose(arrays_of_parts[name], array, atol=1e-12)


def test_parts_compute_the_same_bytes_whichever_is_first(rng):
    x, labels = rng.normal(size=(40, 6, 6, 1)).astype(np.float32), rng.integers(0, 3, 40)

    found = {
        b"".join(array.tobytes() for array in computed(2, x, labels, rate=0.5)[2].values())
        for _ in range(20)
    }

    assert len(found) == 1


def test_parts_drop_different_values(rng):
    x = np.repeat(rng.normal(size=(1, 6, 6, 1)), 2, axis=0)
    network = network_of(rate=0.5)

    with closing(Parts(network, 2)) as parts:
        parts.draw_from(rng)
        parts.compute(x, np.zeros(2, int))
        factors = [each.layers[4].factor for each in parts._networks]

    assert len(factors) == 1 or (factors[0] != factors[1]).any()


def test_a_loss_that_is_not_finite_has_no_gradients(batch):
    x, labels = batch
    x[-1, 0, 0] = np.inf

    loss, _, arrays = computed(2, x, labels)

    assert not np.isfinite(loss)
    assert arrays.keys() == {"running_mean", "running_var"}


def test_what_fails_in_one_part_is_raised_and_leaves_nobody_waiting(batch):
    x, labels = batch
    labels[-1] = 5

    with pytest.raises(IndexError, match="out of bounds"):
        computed(2, x, labels)
    assert not [each for each in threading.enumerate() if "ThreadPool" in each.name]


def test_no_parts_are_refused():
    with pytest.raises(ValueError, match="at least one part, received 0"):
        Parts(network_of(), 0)


def test_a_replica_shares_the_parameters_and_not_the_statistics():
    network = network_of()
    replica = network.replica()

    network.parameters["5.bias"][0] = 7
    network.layers[1].running_mean[:] = 7

    assert replica.parameters["5.bias"][0] == 7
    assert_array_equal(replica.layers[1].running_mean, np.zeros(4))


def test_after_parts_a_batch_of_one_and_the_network_by_itself_wait_for_nobody(rng, batch):
    x, labels = batch
    network = network_of()

    with closing(Parts(network, 2)) as parts:
        parts.draw_from(rng)
        parts.compute(x, labels)
        _, _, gradients = parts.compute(x[:1], labels[:1])
    out = network.forward(x, training=True)

    assert gradients.keys() == network.parameters.keys()
    assert out.shape == (7, 3)
