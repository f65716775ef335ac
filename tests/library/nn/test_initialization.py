import numpy as np
import pytest

from inkglass.nn.initialization import glorot, he


@pytest.mark.parametrize("shape", [(3, 3, 16, 200), (1000, 50)])
def test_he_has_the_variance_that_relu_needs(rng, shape):
    weight = he(shape, rng)

    assert weight.dtype == np.float32
    assert weight.shape == shape
    assert weight.mean() == pytest.approx(0, abs=0.003)
    assert weight.var() == pytest.approx(2 / np.prod(shape[:-1]), rel=0.05)


@pytest.mark.parametrize(("shape", "fans"), [((3, 3, 16, 200), 9 * 216), ((1000, 50), 1050)])
def test_glorot_has_the_variance_between_inputs_and_outputs(rng, shape, fans):
    weight = glorot(shape, rng)

    assert weight.dtype == np.float32
    assert weight.var() == pytest.approx(2 / fans, rel=0.05)
    assert np.abs(weight).max() <= np.sqrt(6 / fans)
