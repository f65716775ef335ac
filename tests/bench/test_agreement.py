from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import sync_playwright

from bench import fairness, pages, peers
from bench.host import Host


def test_the_built_page_shows_what_the_package_computes():
    page = pages.inkglass(pages.ROOT / "dist")
    host = Host({page.name: page.folder})
    host.start()
    # In a thread of its own: another test's browser may be driven from this one.
    with ThreadPoolExecutor(1) as pool:
        worst = pool.submit(_difference, host, page).result()
    host.stop()
    assert worst <= fairness.TOLERANCE


def _difference(host, page):
    with sync_playwright() as playwright:
        return fairness.check_agreement(playwright, host, [page], peers.reference, peers.answers())
