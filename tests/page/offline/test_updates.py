"""A new version is taken whole, and when the visitor takes it; versions never mix."""

import pytest
from digits import draw
from playwright.sync_api import expect
from reading import settle, settled_guess, wait_until_kept, wait_until_ready
from second_build import SECOND_LEAD, build_second
from site_server import altered, held, missing
from volumes import rows

FIRST, SECOND = None, "second"


@pytest.fixture(scope="session")
def second_folder(tmp_path_factory):
    """The folder of another build of the site."""
    return build_second(tmp_path_factory.mktemp("second"))


def edition(page):
    """Return which version the page is; its text and its script must agree."""
    wait_until_ready(page)
    by_script = page.locator("html").get_attribute("data-edition")
    by_text = SECOND if SECOND_LEAD in page.locator("header").inner_text() else FIRST
    assert by_script == by_text
    return by_script


def caches(page):
    """Return the names of the caches."""
    return page.evaluate("caches.keys()")


def versions(*folders):
    """Return the names of the caches that these builds have."""
    return {f"inkglass-{file.parent.name}" for f in folders for file in f.glob("*/files.js")}


def visit(context, server):
    """Open the page in a new tab, to the end of what it does behind."""
    page = context.new_page()
    page.goto(server.url, wait_until="commit")
    wait_until_kept(page)
    return page


def visit_until_second(context, server):
    """Visit until the page is the second version: the browser takes a moment to let go of a tab."""
    for _ in range(5):
        page = visit(context, server)
        if edition(page) == SECOND:
            break
        page.close()
    return page


def update_button(page):
    """Return the button that takes the new version."""
    return page.get_by_test_id("update")


def test_a_new_version_is_offered_and_taken_at_once(kept_page, server, second_folder):
    draw(kept_page, 7)
    server.folder = second_folder
    kept_page.reload()
    assert edition(kept_page) == FIRST
    update_button(kept_page).click()

    expect(kept_page.locator("html")).to_have_attribute("data-edition", SECOND)
    assert edition(kept_page) == SECOND
    assert settled_guess(kept_page) == "7"


@pytest.mark.full
def test_a_new_version_is_there_at_the_next_visit(kept_page, server, second_folder):
    context = kept_page.context
    server.folder = second_folder
    kept_page.reload()
    expect(update_button(kept_page)).to_be_visible()
    kept_page.close()

    assert edition(visit_until_second(context, server)) == SECOND


@pytest.mark.full
def test_the_old_version_is_removed_once_nobody_uses_it(kept_page, server, second_folder):
    server.folder = second_folder
    kept_page.reload()
    update_button(kept_page).click()
    expect(kept_page.locator("html")).to_have_attribute("data-edition", SECOND)
    wait_until_kept(kept_page)
    page = visit(kept_page.context, server)

    assert set(caches(page)) == versions(second_folder)


@pytest.mark.parametrize("fault", rows([missing, altered], altered))
def test_a_failed_update_leaves_the_old_version(kept_page, server, second_folder, fault):
    context = kept_page.context
    server.folder = second_folder
    server.faults["pyodide.asm.wasm"] = fault
    kept_page.reload()
    wait_until_kept(kept_page)
    kept_page.close()
    page = visit(context, server)
    assert edition(page) == FIRST

    server.faults.clear()
    page.reload()
    expect(update_button(page)).to_be_visible()
    page.close()
    assert edition(visit_until_second(context, server)) == SECOND


@pytest.mark.full
def test_what_is_being_fetched_is_not_taken_for_old(kept_page, server, second_folder):
    server.folder = second_folder
    server.faults["pyodide.asm.wasm"] = held
    server.requests.clear()
    kept_page.reload()
    settle(kept_page, lambda: "pyodide.asm.wasm" in server.requests)
    (fetched,) = versions(second_folder)
    assert fetched in caches(kept_page)
    kept_page.evaluate("navigator.serviceWorker.controller.postMessage({ kind: 'tidy' })")
    kept_page.wait_for_timeout(1000)  # nothing tells when that is done
    server.released.set()

    expect(update_button(kept_page)).to_be_visible()
    assert fetched in caches(kept_page)


@pytest.mark.full
def test_two_tabs_of_different_versions_both_work(kept_page, server, site_folder, second_folder):
    first = visit(kept_page.context, server)
    server.folder = second_folder
    kept_page.reload()
    update_button(kept_page).click()
    expect(kept_page.locator("html")).to_have_attribute("data-edition", SECOND)

    draw(first, 7)
    assert settled_guess(first) == "7"
    assert edition(first) == FIRST
    assert versions(site_folder, second_folder) <= set(caches(first))
    draw(kept_page, 3)
    assert settled_guess(kept_page) == "3"


def test_a_first_visit_survives_a_deployment_in_its_midst(new_page, server, second_folder):
    server.faults["worker.js"] = held
    page = new_page(service_workers="allow")
    page.goto(server.url, wait_until="commit")
    draw(page, 7)
    server.folder = second_folder
    server.released.set()

    expect(page.locator("html")).to_have_attribute("data-edition", SECOND, timeout=60_000)
    assert edition(page) == SECOND
    assert settled_guess(page) == "7"


def test_an_old_page_goes_on_after_a_deployment(live_page, server, second_folder):
    server.folder = second_folder

    draw(live_page, 7)
    assert settled_guess(live_page) == "7"
