"""Matrix products, each by what is fastest where the code runs."""

import sys

import numpy as np

if sys.platform == "emscripten":

    def matmul(a, b):
        """Matrix product. NumPy for WebAssembly has no BLAS; long sums along rows are fastest."""
        if min(a.shape) < 32:  # then copying `b` costs more than it gains
            return a @ b
        return np.einsum("ij,kj->ik", a, np.ascontiguousarray(b.T))

else:
    matmul = np.matmul
