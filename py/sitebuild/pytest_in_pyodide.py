"""Run inside Pyodide: pytest, on the library's tests."""

import sys


def main(arguments):
    """Run pytest with `arguments`; its packages are last in the path, behind Pyodide's own."""
    sys.path.append("/site-packages")
    import pytest

    return int(pytest.main(["--capture=sys", "-p", "no:cacheprovider", *arguments]))
