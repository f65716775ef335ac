"""The doctor: what it finds of a healthy page and of sick ones, and the help it offers."""

import pytest
from digits import draw
from playwright.sync_api import expect
from reading import ink, status, wait_for, wait_until_failed, wait_until_ready
from site_server import altered, held, idle_as_worker, missing, mistyped, send, stalled, truncated

CHECKS = ["wasm", "worker", "storage", "files", "version", "offline"]
CHECK_LIMIT = 60_000

REFUSE_CACHES = """
caches.open = () => Promise.reject(new DOMException("Access is denied.", "SecurityError"));
"""
REFUSE_CLIPBOARD = """
navigator.clipboard.writeText = () => Promise.reject(new DOMException("No.", "NotAllowedError"));
"""
NO_WEBASSEMBLY = "delete window.WebAssembly;"
# Whatever is found in the storage then was there before.
NO_START = """
window.Worker = class extends EventTarget { postMessage() {} terminate() {} };
"""
NOTE_MISSING_SCRIPT = """
addEventListener("error", ({ target }) => { window.missingScript = target.src; }, true);
"""
STORED = """
async () => ({
  files: (await Promise.all((await caches.keys()).map(async (name) =>
    (await (await caches.open(name)).keys()).map(() => name)))).flat(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
})
"""
TIMINGS = """
document.dispatchEvent(new CustomEvent("inkglass:timings", { detail: [
  { name: "Python began", start: 100, duration: 250.4 },
  { name: "NumPy began", start: 350.4, duration: 40 },
]}));
"""


@pytest.fixture
def blocked_page(new_page):
    """Return an empty page without a service worker."""
    return new_page(service_workers="block")


@pytest.fixture
def idle_server(server):
    """Return a server with whose files Python does not start, as the doctor needs none."""
    server.faults["worker.js"] = idle_as_worker
    return server


def altered_at_its_end(handler, data, content_type):
    """What it lists is as it was: only the last line's end is another."""
    send(handler, data[:-1] + b" ", content_type)


def test_a_healthy_page_is_well(kept_page):
    page = kept_page
    page.get_by_test_id("doctor-link").click()
    assert diagnosis(page) == "ok"
    for check in CHECKS:
        expect(row(page, check)).to_have_attribute("data-state", "ok")
        expect(row(page, check)).to_contain_text("OK")
    expect(page.get_by_test_id("doctor-summary")).to_have_text("All is well.")


def test_it_counts_every_file_of_the_site(blocked_page, idle_server, site_folder):
    page = blocked_page
    open_doctor(page, idle_server)
    diagnosis(page)
    # Two files list the others.
    lists = {"sw.js", "build.json"}
    count = sum(file.is_file() and file.name not in lists for file in site_folder.rglob("*"))
    expect(row(page, "files")).to_contain_text(f"All {count} files")


@pytest.mark.parametrize(
    ("name", "fault", "text"),
    [
        ("notebook.npz", missing, "the server answered 404"),
        ("rest.zip", altered, "altered"),
        pytest.param("rest.zip", truncated, "bytes instead of", marks=pytest.mark.full),
        pytest.param("icon-192.png", altered, "altered", marks=pytest.mark.full),
        ("files.js", altered_at_its_end, "altered"),
        ("main.js", mistyped, "application/octet-stream instead of text/javascript"),
        *(
            pytest.param(name, mistyped, f"octet-stream instead of {kind}", marks=pytest.mark.full)
            for name, kind in (("page.css", "text/css"), ("pyodide.asm.wasm", "application/wasm"))
        ),
    ],
)
def test_a_sick_file_is_named(blocked_page, idle_server, name, fault, text):
    idle_server.faults[name] = fault
    open_doctor(blocked_page, idle_server)
    assert diagnosis(blocked_page) == "failed"
    expect(row(blocked_page, "files")).to_have_attribute("data-state", "failed")
    (line,) = row(blocked_page, "files").get_by_role("listitem").all_inner_texts()
    assert line.startswith(name)
    assert text in line


@pytest.mark.full
def test_every_sick_file_is_named(blocked_page, idle_server):
    names = {"main.js", "worker.js", "files.js", "page.css", "instrument-serif.woff2"}
    idle_server.faults.update(dict.fromkeys(names, missing))
    open_doctor(blocked_page, idle_server)
    assert diagnosis(blocked_page) == "failed"
    lines = row(blocked_page, "files").get_by_role("listitem").all_inner_texts()
    assert {line.split(":")[0] for line in lines} == names


@pytest.mark.full
def test_a_file_that_stops_coming_is_named(blocked_page, idle_server):
    idle_server.faults["rest.zip"] = stalled
    blocked_page.clock.install()
    open_doctor(blocked_page, idle_server)
    expect(row(blocked_page, "files")).to_contain_text("rest.zip", timeout=CHECK_LIMIT)
    blocked_page.clock.fast_forward("01:00")
    assert diagnosis(blocked_page) == "failed"
    expect(row(blocked_page, "files")).to_contain_text("rest.zip: it did not arrive")


def test_a_damaged_copy_is_told_and_replaced(blocked_page, server):
    server.faults["page.css"] = altered
    blocked_page.goto(server.url)
    wait_until_ready(blocked_page)
    server.faults.clear()
    blocked_page.get_by_test_id("doctor-link").click()
    assert diagnosis(blocked_page) == "warning"
    expect(row(blocked_page, "files")).to_contain_text("page.css: the copy")
    blocked_page.get_by_test_id("doctor-again").click()
    expect(row(blocked_page, "files")).to_have_attribute("data-state", "ok", timeout=CHECK_LIMIT)


def test_without_its_list_it_names_the_list(blocked_page, server):
    server.faults.update({"files.js": missing, "build.json": missing})
    open_doctor(blocked_page, server)
    assert diagnosis(blocked_page) == "failed"
    expect(row(blocked_page, "files")).to_contain_text(
        "files.js and build.json could not be loaded"
    )


def test_it_works_where_the_page_does_not_and_the_page_leads_to_it(blocked_page, server):
    server.faults["main.js"] = missing
    blocked_page.goto(server.url)
    wait_until_failed(blocked_page)
    status(blocked_page).get_by_role("link").click()
    assert diagnosis(blocked_page) == "failed"
    expect(row(blocked_page, "files")).to_contain_text("main.js: the server answered 404")


def test_it_works_while_the_pages_scripts_do_not_come(blocked_page, server):
    server.faults["main.js"] = stalled
    blocked_page.goto(f"{server.url}#doctor", wait_until="commit")
    expect(row(blocked_page, "wasm")).to_have_attribute("data-state", "ok", timeout=CHECK_LIMIT)


def test_the_page_works_without_it(blocked_page, server):
    server.faults["doctor.js"] = missing
    blocked_page.goto(f"{server.url}#doctor")
    expect(blocked_page.get_by_test_id("doctor-summary")).to_contain_text("doctor.js")
    blocked_page.get_by_test_id("doctor-back").click()
    wait_until_ready(blocked_page)


def test_a_missing_doctor_is_no_failure_of_the_page(blocked_page, server):
    server.faults.update({"doctor.js": missing, "main.js": held})
    blocked_page.add_init_script(NOTE_MISSING_SCRIPT)
    blocked_page.goto(server.url, wait_until="commit")
    wait_for(blocked_page, "window.missingScript?.endsWith('/doctor.js')")
    expect(status(blocked_page)).to_have_attribute("data-state", "loading")
    server.released.set()
    wait_until_ready(blocked_page)


def test_a_missing_worker_is_named(blocked_page, idle_server):
    idle_server.faults["doctor-worker.js"] = missing
    open_doctor(blocked_page, idle_server)
    assert diagnosis(blocked_page) == "failed"
    expect(row(blocked_page, "worker")).to_contain_text("doctor-worker.js")


def test_a_browser_without_webassembly_is_told(blocked_page, idle_server):
    blocked_page.add_init_script(NO_WEBASSEMBLY)
    open_doctor(blocked_page, idle_server)
    assert diagnosis(blocked_page) == "failed"
    expect(row(blocked_page, "wasm")).to_have_attribute("data-state", "failed")


def test_refused_storage_is_a_warning(blocked_page, idle_server):
    blocked_page.add_init_script(REFUSE_CACHES)
    open_doctor(blocked_page, idle_server)
    assert diagnosis(blocked_page) == "warning"
    expect(row(blocked_page, "storage")).to_contain_text("Access is denied.")


def test_the_last_starts_timings_are_shown_and_survive_a_reload(blocked_page, server):
    page = blocked_page
    page.goto(server.url)
    wait_until_ready(page)
    page.evaluate(TIMINGS)
    page.add_init_script("globalThis.Worker = undefined;")  # this start comes to nothing
    page.goto(f"{server.url}?again#doctor")
    diagnosis(page)
    rows = page.get_by_test_id("doctor").get_by_role("row").all_inner_texts()
    assert [text.split("\t")[:3] for text in rows[1:]] == [
        ["Python began", "100 ms", "250 ms"],
        ["NumPy began", "350 ms", "40 ms"],
    ]


def test_the_report_is_copied(new_page, idle_server):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    idle_server.faults["notebook.npz"] = missing
    open_doctor(page, idle_server)
    diagnosis(page)
    page.get_by_test_id("doctor-copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    report = page.evaluate("navigator.clipboard.readText()")
    assert "OK      WebAssembly" in report
    assert "FAILED  Files" in report
    assert "- notebook.npz: the server answered 404" in report
    assert "Pyodide: 314." in report
    assert page.evaluate("navigator.userAgent") in report


@pytest.mark.full
def test_the_report_is_selected_where_the_clipboard_is_refused(new_page, idle_server):
    page = new_page()
    page.add_init_script(REFUSE_CLIPBOARD)
    open_doctor(page, idle_server)
    diagnosis(page)
    page.get_by_test_id("doctor-copy").click()
    report = page.get_by_test_id("doctor-report")
    expect(report).to_be_focused()
    assert "OK      WebAssembly" in report.input_value()
    selected = "(area) => area.value.slice(area.selectionStart, area.selectionEnd)"
    assert report.evaluate(selected) == report.input_value()


@pytest.mark.full
def test_everything_of_this_page_and_nothing_else_is_cleared(kept_page, server):
    page = kept_page
    draw(page, 7)
    page.evaluate(
        """async () => {
          localStorage.setItem("inkglass:trial", "ours");
          localStorage.setItem("other", "not ours");
          await (await caches.open("other")).put("/other", new Response());
        }"""
    )
    page.get_by_test_id("doctor-link").click()
    diagnosis(page)
    page.add_init_script(NO_START)
    clear_everything(page)
    assert page.url == server.url
    stored = page.evaluate(STORED)
    assert stored["files"] == ["other"]
    assert stored["workers"] == 0
    assert stored["session"] == []
    assert "other" in stored["local"]
    assert "inkglass:trial" not in stored["local"]


@pytest.mark.full
def test_after_clearing_the_page_starts_anew(live_page):
    page = live_page
    draw(page, 7)
    page.get_by_test_id("doctor-link").click()
    clear_everything(page)
    wait_until_ready(page)
    assert ink(page) == 0


def test_clearing_is_asked_and_can_be_declined(page):
    draw(page, 7)
    drawn = ink(page)
    page.get_by_test_id("doctor-link").click()
    page.get_by_test_id("doctor-clear").click()
    expect(page.get_by_test_id("doctor-clear-yes")).to_be_focused()
    page.get_by_test_id("doctor-clear-no").click()
    expect(page.get_by_test_id("doctor-clear-yes")).to_be_hidden()
    expect(page.get_by_test_id("doctor-clear")).to_be_focused()
    page.get_by_test_id("doctor-back").click()
    assert ink(page) == drawn


def test_it_takes_title_and_focus_and_gives_them_back(page):
    title = page.title()
    page.get_by_test_id("doctor-link").click()
    expect(page.get_by_role("heading", name="Doctor")).to_be_focused()
    assert page.title() == "Doctor · Inkglass"
    expect(page.get_by_test_id("pad")).to_be_hidden()
    page.get_by_test_id("doctor-back").click()
    expect(page.get_by_test_id("pad")).to_be_focused()
    assert page.title() == title
    expect(page.get_by_test_id("doctor")).to_be_hidden()


@pytest.mark.parametrize("key", ["Escape", "Backspace", "Control+z"])
def test_its_keys_are_not_the_pads(page, key):
    draw(page, 7)
    drawn = ink(page)
    page.get_by_test_id("doctor-link").click()
    page.keyboard.press(key)
    page.get_by_test_id("doctor-back").click()
    expect(page.get_by_test_id("pad")).to_be_visible()
    assert ink(page) == drawn


def test_it_fits_the_width(blocked_page, idle_server):
    page = blocked_page
    idle_server.faults["notebook.npz"] = altered
    open_doctor(page, idle_server)
    diagnosis(page)
    page.evaluate(TIMINGS)
    page.get_by_test_id("doctor-clear").click()
    for width in (390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def open_doctor(page, server):
    page.goto(f"{server.url}#doctor")


def clear_everything(page):
    page.get_by_test_id("doctor-clear").click()
    with page.expect_event("domcontentloaded"):
        page.get_by_test_id("doctor-clear-yes").click()


def diagnosis(page):
    """Wait until all is checked; return the worst that was found."""
    expect(page.get_by_test_id("doctor-copy")).to_be_enabled(timeout=CHECK_LIMIT)
    return page.get_by_test_id("doctor").get_attribute("data-state")


def row(page, check):
    return page.get_by_test_id(f"doctor-{check}")
