"""Browsers whose service workers, or pages, lack or refuse what only some have."""

import pytest
from digits import draw
from reading import settled_guess, wait_until_kept, wait_until_ready
from site_server import SiteServer, with_code_first
from volumes import rows

REFUSED = """() => Promise.reject(new DOMException("Not here.", "SecurityError"))"""
LACKS = {
    "no static routes": "delete InstallEvent.prototype.addRoutes; delete self.URLPattern;",
    "no URLPattern": "delete self.URLPattern;",
    "static routes refused": f"InstallEvent.prototype.addRoutes = {REFUSED};",
    "no locks": "delete WorkerNavigator.prototype.locks;",
    "locks refused": f"LockManager.prototype.request = LockManager.prototype.query = {REFUSED};",
}
REFUSE_LOCKS = f"LockManager.prototype.request = {REFUSED};"


def assert_works_without(server, page):
    """Once kept, the page opens and reads without its server."""
    wait_until_kept(page)
    server.vanish()
    page.reload()
    wait_until_ready(page)
    draw(page, 7)
    assert settled_guess(page) == "7"


@pytest.mark.parametrize("code", rows(LACKS, "no static routes"))
def test_what_a_service_worker_lacks_does_not_stop_it_from_keeping_the_page(new_page, server, code):
    server.faults["sw.js"] = with_code_first(code)
    page = new_page(service_workers="allow")
    page.goto(server.url)

    assert_works_without(server, page)


@pytest.mark.full
def test_a_page_that_gets_no_lock_is_kept_and_says_nothing_of_it(new_page, server):
    page = new_page(service_workers="allow")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(REFUSE_LOCKS)
    page.goto(server.url)

    assert_works_without(server, page)
    assert errors == []


@pytest.mark.full
def test_a_path_that_is_no_pattern_is_kept(new_page, site_folder):
    with SiteServer(site_folder, prefix="/some(/").running() as server:
        page = new_page(service_workers="allow")
        page.goto(server.url)

        assert_works_without(server, page)
