"""The site as a whole: where it may stand, and whom it asks."""

import pytest
from digits import draw
from reading import settled_guess, wait_until_ready
from site_server import SiteServer


def test_it_works_under_a_sub_path(new_page, site_folder):
    with SiteServer(site_folder, prefix="/some/repository/").running() as server:
        page = new_page()
        page.goto(server.url)
        wait_until_ready(page)
        draw(page, 7)
        assert settled_guess(page) == "7"


def test_no_request_leaves_its_origin(new_page, server):
    page = new_page(service_workers="allow")
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(server.url)
    wait_until_ready(page)
    draw(page, 7)
    assert settled_guess(page) == "7"
    assert any(url.endswith(".wasm") for url in asked), "the worker's requests are not seen here"
    assert [url for url in asked if not url.startswith(server.url)] == []


def test_the_console_stays_empty(new_page, server):
    page = new_page(service_workers="allow")
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(server.url)
    wait_until_ready(page)
    draw(page, 7)
    assert settled_guess(page) == "7"
    assert said == []


@pytest.mark.parametrize("name", ["instrument-sans.woff2", "instrument-serif.woff2"])
def test_the_fonts_come_with_the_site(page, server, name):
    page.evaluate("document.fonts.ready")
    assert name in server.requests
    assert page.evaluate("[...document.fonts].every((font) => font.status !== 'error')")
