import numpy as np
import pytest
from gradients import numerical_gradient
from numpy.testing import assert_allclose, assert_array_equal

from inkglass.nn.layers import BatchNorm2D, Conv2D, Dense, Dropout, Flatten, MaxPool2D, ReLU
from inkglass.nn.losses import softmax, softmax_cross_entropy
from inkglass.nn.network import Network


@pytest.fixture
def network(rng):
    layers = [
        Conv2D(rng.normal(size=(3, 3, 1, 2)), rng.normal(size=2)),
        MaxPool2D(),
        Flatten(),
        Dense(rng.normal(size=(8, 3)), rng.normal(size=3)),
    ]
    return Network(layers, (6, 7, 1))


def test_forward_runs_the_layers_in_order(network, rng):
    x = rng.normal(size=(4, 6, 7, 1))
    expected = x
    for layer in network.layers:
        expected = layer.forward(expected)

    assert_array_equal(network.forward(x), expected)


def test_predict_gives_the_softmax_of_the_logits(network, rng):
    x = rng.normal(size=(4, 6, 7, 1))

    assert_array_equal(network.predict(x), softmax(network.forward(x)))


def test_an_image_is_read_the_same_alone_and_in_a_batch(network, rng):
    x = rng.normal(size=(40, 6, 7, 1))

    assert_allclose(network.predict(x[3:4]), network.predict(x)[3:4], atol=1e-12)


def test_gradients_of_the_whole_match_finite_differences(network, rng):
    x, labels = rng.normal(size=(3, 6, 7, 1)), np.array([0, 2, 1])

    def loss():
        return softmax_cross_entropy(network.forward(x), labels)[0]

    _, grad = softmax_cross_entropy(network.forward(x, training=True), labels)
    grad_x = network.backward(grad)

    assert_allclose(grad_x, numerical_gradient(loss, x), atol=1e-7)
    assert network.gradients.keys() == {"0.weight", "0.bias", "3.weight", "3.bias"}
    for name, array in network.parameters.items():
        assert_allclose(network.gradients[name], numerical_gradient(loss, array), atol=1e-7)


def test_summary_counts_parameters_and_multiply_adds(network):
    assert network.summary() == [
        ("Conv2D", (4, 5, 2), 3 * 3 * 2 + 2, 4 * 5 * 2 * 9),
        ("MaxPool2D", (2, 2, 2), 0, 0),
        ("Flatten", (8,), 0, 0),
        ("Dense", (3,), 8 * 3 + 3, 8 * 3),
    ]


@pytest.mark.parametrize("shape", [(6, 7, 1), (1, 7, 6, 1), (1, 6, 7, 2), (1, 6, 7)])
def test_a_batch_of_another_shape_is_refused(network, shape):
    with pytest.raises(ValueError, match=r"expected a batch of shape \(N, 6, 7, 1\), received"):
        network.forward(np.zeros(shape))


def test_layers_that_do_not_fit_are_refused():
    layers = [MaxPool2D(), Flatten(), Dense(np.zeros((9, 3)))]

    with pytest.raises(ValueError, match=r"layer 2: Dense: .*\(9,\), received \(4,\)"):
        Network(layers, (4, 4, 1))


def test_a_network_that_does_not_end_in_classes_is_refused():
    with pytest.raises(ValueError, match=r"\(classes,\), received \(2, 2, 1\)"):
        Network([MaxPool2D()], (4, 4, 1))


@pytest.fixture
def normalized(rng):
    """A network with everything that can be folded."""
    layers = [
        Conv2D(rng.normal(size=(3, 3, 1, 2)), padding="same"),
        BatchNorm2D(*rng.normal(size=(3, 2)), rng.uniform(0.5, 2, 2)),
        ReLU(),
        MaxPool2D(),
        Flatten(),
        Dropout(0.5),
        Dense(rng.normal(size=(18, 4)), rng.normal(size=4)),
        BatchNorm2D(*rng.normal(size=(3, 4)), rng.uniform(0.5, 2, 4)),
    ]
    return Network(layers, (6, 6, 1))


def test_a_folded_network_computes_the_same_with_fewer_layers(normalized, rng):
    x = rng.normal(size=(5, 6, 6, 1))
    folded = normalized.folded()

    assert_allclose(folded.forward(x), normalized.forward(x), atol=1e-12)
    assert [type(layer).__name__ for layer in folded.layers] == [
        *("Conv2D", "ReLU", "MaxPool2D", "Flatten", "Dense")
    ]


@pytest.mark.parametrize(("sign", "count"), [(1, 4), (-1, 5)])
def test_a_normalization_behind_pooling_is_folded_if_it_keeps_the_order(rng, sign, count):
    norm = BatchNorm2D(np.array([1, 0.5 * sign]), *rng.normal(size=(2, 2)), np.ones(2))
    conv = Conv2D(rng.normal(size=(3, 3, 1, 2)))
    layers = [conv, MaxPool2D(), norm, Flatten(), Dense(rng.normal(size=(8, 3)))]
    network, x = Network(layers, (6, 6, 1)), rng.normal(size=(4, 6, 6, 1))

    assert_allclose(network.folded().forward(x), network.forward(x), atol=1e-12)
    assert len(network.folded().layers) == count


def test_a_normalization_behind_no_weights_is_not_folded(rng):
    norm = BatchNorm2D(*rng.normal(size=(3, 1)), rng.uniform(0.5, 2, 1))
    network = Network([norm, Flatten(), Dense(rng.normal(size=(4, 2)))], (2, 2, 1))

    assert network.folded().layers[0] is norm


def test_a_copy_has_arrays_of_its_own(normalized, rng):
    x = rng.normal(size=(2, 6, 6, 1))
    expected = normalized.forward(x)
    copy = normalized.copy()
    for array in normalized.arrays.values():
        array += 1

    assert copy.arrays.keys() == normalized.arrays.keys()
    assert_array_equal(copy.forward(x), expected)


def test_arrays_are_the_parameters_and_the_running_statistics(normalized):
    assert normalized.arrays.keys() - normalized.parameters.keys() == {
        f"{layer}.running_{what}" for layer in (1, 7) for what in ("mean", "var")
    }


def test_gradients_can_be_had_without_that_of_the_input(normalized, rng):
    normalized.draw_from(np.random.default_rng(1))
    normalized.forward(rng.normal(size=(3, 6, 6, 1)), training=True)
    grad = rng.normal(size=(3, 4))
    normalized.backward(grad)
    expected = {name: array.copy() for name, array in normalized.gradients.items()}
    normalized.set_gradients(grad)

    for name, array in normalized.gradients.items():
        assert_array_equal(array, expected[name])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_an_input_that_is_not_finite_is_refused(network, value):
    x = np.zeros((1, 6, 7, 1))
    x[0, 3, 3] = value

    with pytest.raises(ValueError, match="input: expected finite numbers"):
        network.predict(x)


def test_a_network_without_layers_is_refused():
    with pytest.raises(ValueError, match="at least one layer"):
        Network([], (4, 4, 1))
