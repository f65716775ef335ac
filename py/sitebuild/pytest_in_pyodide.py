"""Run inside Pyodide: pytest, on the library's tests."""

import sys


def main(arguments):
    """Run pytest with `arguments`; its own packages are at the end of the path, behind Pyodide's."""
    sys.path.append("/site-packages")
    import pytest

    return int(pytest.main(["--capture=sys", "-p", "no:cacheprovider", *arguments]))
