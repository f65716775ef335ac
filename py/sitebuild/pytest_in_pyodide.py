"""Run inside Pyodide: pytest, on the library's tests of the repository, which is mounted there."""

import sys


def main(arguments):
    """Run pytest with `arguments`; its packages are last in the path, behind Pyodide's own."""
    sys.path.append("/site-packages")
    import pytest

    # Else pytest would look for no conftest.py above the tests' own folder.
    options = ["--rootdir=/repository", "--capture=sys", "-p", "no:cacheprovider"]
    return int(pytest.main([*options, *arguments]))
