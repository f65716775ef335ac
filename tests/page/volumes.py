"""Which rows of a test are run each time, and which of the same kind only with --full."""

import pytest


def rows(values, *often):
    """Return the `values` as parameters; those that are not among `often` run only with --full.

    Of a dictionary, `often` names keys, which are the parameters' ids.
    """
    named = values.items() if isinstance(values, dict) else ((None, value) for value in values)
    return [
        pytest.param(value, id=name, marks=[] if (name or value) in often else [pytest.mark.full])
        for name, value in named
    ]
