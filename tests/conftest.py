"""What all tests share: how much of them is run."""

import pytest


def pytest_addoption(parser):
    parser.addoption(
        "--full",
        action="store_true",
        help="run all: the tests marked full, and the others with more of the same",
    )


def pytest_configure(config):
    config.addinivalue_line("markers", "full: runs only with --full")


def pytest_collection_modifyitems(config, items):
    if config.getoption("full"):
        return
    left_out = [item for item in items if item.get_closest_marker("full")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("full")]


@pytest.fixture(scope="session")
def full(request):
    """Whether everything is to be tested, or as much of each kind as finds what is broken."""
    return request.config.getoption("full")
