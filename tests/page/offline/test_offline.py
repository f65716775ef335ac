"""After one visit the page works without a network."""

import hashlib

import pytest
from digits import draw
from reading import settle, settled_guess, wait_for, wait_until_kept, wait_until_ready
from site_server import with_code
from volumes import rows

MODULES = ("pyodide.asm", "numpy._core._multiarray_umath")
# What starts do without, as a rule: it is kept from the second visit on.
SPARE = {
    "python.zip",
    "default.npz",
    *(f"{module}.{part}.wasm" for module in MODULES for part in ("rest", "data")),
}
REFUSES_STORAGE = """
const refuse = () => Promise.reject(new DOMException("No room is left.", "QuotaExceededError"));
caches.open = refuse;
navigator.storage.getDirectory = refuse;
"""


def test_after_one_visit_the_page_opens_and_reads_without_a_server(kept_page, server):
    server.stop()
    page = kept_page.context.new_page()
    page.goto(server.url)

    wait_until_ready(page)
    draw(page, 7)
    assert settled_guess(page) == "7"


@pytest.mark.full
def test_after_one_visit_the_open_page_can_be_reloaded_without_a_server(kept_page, server):
    server.stop()
    kept_page.reload()

    wait_until_ready(kept_page)
    draw(kept_page, 3)
    assert settled_guess(kept_page) == "3"


@pytest.mark.full
def test_after_one_visit_every_network_can_be_chosen_without_a_server(kept_page, server):
    server.stop()
    kept_page.reload()
    wait_until_ready(kept_page)
    draw(kept_page, 3)
    settled_guess(kept_page)
    for name in ("notebook", "default"):
        before = kept_page.evaluate("readings.length")
        kept_page.get_by_test_id("model").select_option(name)
        wait_for(kept_page, f"readings.length > {before}")
        assert settled_guess(kept_page) == "3"


@pytest.mark.full
def test_a_repeat_visit_asks_the_server_for_an_update_and_what_is_spare(kept_page, server):
    server.requests.clear()
    page = kept_page.context.new_page()
    page.goto(server.url)
    wait_until_kept(page)
    settle(page, lambda: kept(page) >= SPARE)
    assert set(server.requests) <= {"sw.js"} | SPARE

    server.requests.clear()
    page.reload()
    wait_until_kept(page)
    assert set(server.requests) <= {"sw.js"}


def test_a_repeat_visit_does_not_wait_for_the_service_worker(kept_page):
    kept_page.reload()
    sources = kept_page.evaluate(
        """[...performance.getEntriesByType("navigation"),
            ...performance.getEntriesByName(document.querySelector("link[rel=stylesheet]").href)]
          .map((entry) => entry.workerFinalSourceType ?? entry.workerFinalRouterSource)"""
    )
    assert sources == ["cache", "cache"]


def test_all_that_a_visit_takes_is_kept_after_the_first(kept_page, site_folder):
    names = {path.name for path in site_folder.rglob("*") if path.is_file()}
    assert (
        names - kept(kept_page) == {"sw.js", "build.json", "rest.zip", "mnist-test.digits"} | SPARE
    )


@pytest.mark.full
def test_after_two_visits_a_start_without_the_snapshot_works_offline(kept_page, server):
    kept_page.reload()
    wait_until_kept(kept_page)
    settle(kept_page, lambda: kept(kept_page) >= SPARE)
    server.stop()
    kept_page.evaluate("localStorage.setItem('inkglass:starting', 'yes')")
    kept_page.reload()

    wait_until_ready(kept_page)
    draw(kept_page, 7)
    assert settled_guess(kept_page) == "7"


def kept(page):
    """Return the names of the files that the service worker keeps."""
    names = page.evaluate(
        """async () => {
          const keys = await (await caches.open((await caches.keys())[0])).keys();
          return keys.map(({ url }) => new URL(url).pathname.split("/").pop());
        }"""
    )
    return set(names)


@pytest.mark.parametrize("script", rows(["worker.js", "sw.js"], "sw.js"))
def test_without_room_the_page_works_without_keeping(new_page, server, script):
    server.faults[script] = with_code(REFUSES_STORAGE)
    page = new_page(service_workers="allow")
    page.goto(server.url)
    wait_until_kept(page)

    draw(page, 7)
    assert settled_guess(page) == "7"


def test_with_service_workers_blocked_the_page_works(new_page, server):
    page = new_page(service_workers="block")
    page.goto(server.url)
    wait_until_kept(page)

    draw(page, 7)
    assert settled_guess(page) == "7"


@pytest.mark.parametrize(
    "name",
    rows(["page.css", "index.html", "pyodide.asm.wasm", "python.snapshot"], "pyodide.asm.wasm"),
)
def test_a_file_damaged_where_it_is_kept_is_replaced(kept_page, server, site_folder, name):
    built = hashlib.sha256(next(site_folder.rglob(name)).read_bytes()).hexdigest()
    assert kept_digest(kept_page, name) == built
    damage(kept_page, name)
    assert kept_digest(kept_page, name) != built
    page = kept_page.context.new_page()
    page.goto(server.url)
    wait_until_kept(page)

    settle(page, lambda: kept_digest(page, name) == built)


@pytest.mark.full
@pytest.mark.parametrize(
    "name", rows(["pyodide.asm.wasm", "pyodide.asm.mjs", "python.snapshot"], "python.snapshot")
)
def test_a_file_lost_where_it_was_kept_is_fetched(kept_page, name):
    kept_page.evaluate(
        """async (name) => {
          const cache = await caches.open((await caches.keys())[0]);
          const key = (await cache.keys()).find(({ url }) => url.endsWith(`/${name}`));
          await cache.delete(key);
        }""",
        name,
    )
    kept_page.reload()
    wait_until_ready(kept_page)

    draw(kept_page, 7)
    assert settled_guess(kept_page) == "7"


def damage(page, name):
    """Alter a byte of a file where the service worker keeps it."""
    page.evaluate(
        """async (name) => {
          const cache = await caches.open((await caches.keys())[0]);
          const key = (await cache.keys()).find(({ url }) => url.endsWith(`/${name}`));
          const kept = await cache.match(key);
          const data = new Uint8Array(await kept.arrayBuffer());
          data[data.length - 2] ^= 1;
          await cache.put(key, new Response(data, { headers: kept.headers }));
        }""",
        name,
    )


def kept_digest(page, name):
    """Return the SHA-256 of a file as the service worker keeps it, or None."""
    return page.evaluate(
        """async (name) => {
          const cache = await caches.open((await caches.keys())[0]);
          const key = (await cache.keys()).find(({ url }) => url.endsWith(`/${name}`));
          if (!key) return null;
          const data = await (await cache.match(key)).arrayBuffer();
          const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
          return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
        }""",
        name,
    )
