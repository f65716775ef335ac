import pytest
from numpy.testing import assert_allclose

from inkglass.nn.products import matmul


@pytest.mark.parametrize("shape", [(1, 5, 4), (40, 5, 4), (33, 40, 36)])
def test_matmul_is_the_matrix_product(rng, shape):
    a, b = rng.normal(size=shape[:2]), rng.normal(size=shape[1:])

    assert_allclose(matmul(a, b), a @ b, atol=1e-12)
