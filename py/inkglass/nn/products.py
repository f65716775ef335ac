"""Matrix products and sums, each by what is fastest where the code runs.

NumPy for WebAssembly has no BLAS. There, a product of long rows is fastest as sums along them, and
one of short rows as sums of whole columns. What is added to each of many short rows is added twice
as fast when it lies there as often as there are rows.
"""

import sys
from functools import partial

import numpy as np

IS_WEBASSEMBLY = sys.platform == "emscripten"
LONG_ROW = 32  # values, from which on a sum along them pays


def order_for(row_length):
    """Return the memory order, "C" or "F", that is best for an `a` with rows of that length."""
    return "F" if IS_WEBASSEMBLY and row_length < LONG_ROW else "C"


def product(a, b, out):
    """Return a function without arguments that puts a @ b into `out`, each time it is called.

    It sees what has changed in `a` since, but need not see what has changed in `b`.
    """
    if not IS_WEBASSEMBLY:
        return partial(np.matmul, a, b, out=out)
    if a.shape[1] >= LONG_ROW:
        return partial(np.einsum, "ij,kj->ik", a, np.ascontiguousarray(b.T), out=out)
    return partial(np.einsum, "ji,jk->ki", a.T, b, out=out.T)


def matmul(a, b):
    """Return a @ b."""
    if not IS_WEBASSEMBLY or len(a) < LONG_ROW:  # then turning `b` around costs more than it gains
        return a @ b
    out = np.empty((len(a), b.shape[1]), np.result_type(a, b), order_for(a.shape[1]))
    product(a, b, out)()
    return out


def addition(out, row):
    """Return a function that adds `row` (F,) to each row of `out` (N, F), each time it is called.

    It need not see what has changed in `row` since.
    """
    if IS_WEBASSEMBLY:
        rows = np.empty_like(out)
        rows[...] = row
        row = rows
    return partial(np.add, out, row, out=out)
