"""What a start does not take is fetched when it is used: functions, and modules of the library."""

import pytest
from digits import draw
from playwright.sync_api import Error, expect
from reading import settled_guess, wait_until_kept, wait_until_ready
from site_server import altered, missing, truncated, with_code

LENDS_THE_BRIDGE = "self.withBridge = (run) => run(python.bridge);"
SORT = "withBridge(({ np }) => np.sort(np.arange(3).__neg__()).tolist().toString())"
SOURCE = (
    "withBridge(({ module_finders: finders }) => finders.__loader__.get_source(finders.__name__))"
)
REST = "withBridge((bridge) => bridge.np.fft.fftfreq(2).tolist().toString())"
FUNCTIONS, LIBRARY = "numpy._core._multiarray_umath.rest.wasm", "python.zip"
SPARE = (".rest.wasm", ".data.wasm", LIBRARY, "rest.zip")


@pytest.fixture
def worker(new_page, server):
    """Return the worker of a page, as far as tests can ask it for more than the page does."""
    server.faults["worker.js"] = with_code(LENDS_THE_BRIDGE)
    page = new_page()
    page.goto(server.url)
    wait_until_ready(page)
    return page.workers[0]


def asked_for(server, suffixes=SPARE):
    return {name for name in server.requests if name.endswith(suffixes)}


@pytest.mark.parametrize(
    ("code", "files", "result"),
    [
        (SORT, {FUNCTIONS}, "[-2, -1, 0]"),
        (SOURCE, {LIBRARY}, '"""Where the page\'s Python finds modules'),
        (REST, {"rest.zip"}, "[0.0, -0.5]"),
    ],
    ids=["a function", "the library", "a module"],
)
def test_what_a_start_leaves_out_is_fetched_when_it_is_used(worker, server, code, files, result):
    assert not asked_for(server)
    assert worker.evaluate(code).startswith(result)
    assert files <= asked_for(server)


@pytest.mark.parametrize("fault", [missing, truncated, altered], ids=lambda f: f.__name__)
def test_functions_that_do_not_arrive_are_named(worker, server, fault):
    server.faults[FUNCTIONS] = fault
    with pytest.raises(Error, match=FUNCTIONS):
        worker.evaluate(SORT)


@pytest.mark.full
def test_reading_takes_nothing_more_than_a_start(new_page, server):
    page = new_page(service_workers="allow")
    page.goto(server.url)
    for digit in (1, 4, 8):
        draw(page, digit)
        settled_guess(page)
        page.get_by_test_id("clear").click()
    wait_until_kept(page)
    page.reload()
    draw(page, 7)
    expect(page.get_by_test_id("guess")).to_have_text("7")

    assert not asked_for(server)
