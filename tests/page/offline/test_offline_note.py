"""The line that says whether the page is kept, for every answer that a browser may give."""

import pytest
from playwright.sync_api import expect
from reading import wait_until_kept
from site_server import held
from volumes import rows

SERVICE_WORKER = """
const worker = Object.assign(new EventTarget(), {{
  state: "{state}",
  postMessage(message) {{ window.said = message; }},
}});
const registration = Object.assign(new EventTarget(), {registration});
const container = Object.assign(new EventTarget(), {{ register: async () => {result} }});
Object.defineProperty(navigator, "serviceWorker", {{ value: container }});
"""
NO_SERVICE_WORKER = 'Object.defineProperty(navigator, "serviceWorker", { value: undefined });'
REFUSED = SERVICE_WORKER.format(
    state="", registration="{}", result='{ throw new DOMException("No.", "SecurityError"); }'
)
NEVER_DONE = SERVICE_WORKER.format(
    state="installing", registration="{ installing: worker }", result="registration"
)
WAITING = SERVICE_WORKER.format(
    state="installed",
    registration="{ waiting: worker, active: worker, update: async () => {} }",
    result="registration",
)
STATES = {
    "unsupported": (NO_SERVICE_WORKER, "This browser keeps no pages"),
    "refused": (REFUSED, "This browser window keeps nothing"),
    "installing": (NEVER_DONE, "Keeping the page"),
    "update": (WAITING, "Update ready"),
}


@pytest.mark.parametrize(("script", "text"), STATES.values(), ids=STATES.keys())
def test_each_state_is_told(new_page, server, script, text):
    page = new_page(service_workers="allow")
    page.add_init_script(script)
    page.goto(server.url)
    expect(note(page)).to_contain_text(text, timeout=60_000)


def test_a_page_that_is_kept_says_so(new_page, server):
    page = new_page(service_workers="allow")
    page.goto(server.url)
    expect(note(page).get_by_role("paragraph")).to_be_empty()
    wait_until_kept(page)
    expect(note(page)).to_contain_text("works without a network")
    expect(page.get_by_test_id("update")).to_be_hidden()


def test_an_update_is_taken_when_asked_for_and_once(new_page, server):
    page = new_page()
    page.add_init_script(WAITING)
    page.goto(server.url)
    update = page.get_by_role("button", name="Use it now")
    expect(update).to_be_visible(timeout=60_000)
    assert page.evaluate("window.said?.kind") != "use this version"
    update.click()
    assert page.evaluate("window.said") == {"kind": "use this version"}
    expect(update).to_be_disabled()


@pytest.mark.parametrize("state", rows(["refused", "update"], "update"))
def test_no_state_moves_what_is_below(new_page, server, state):
    script, text = STATES[state]
    page = new_page()
    page.add_init_script(script)
    server.faults["worker.js"] = held
    page.goto(server.url)
    page.evaluate("document.fonts.ready")
    before = places_below(page)
    server.released.set()
    expect(note(page)).to_contain_text(text, timeout=60_000)
    assert places_below(page) == before


def places_below(page):
    """Return where what is below the line stands, at the width of a phone, a tablet and a desk."""

    def place(width):
        page.set_viewport_size({"width": width, "height": 844})
        return page.get_by_test_id("doctor-link").bounding_box()

    return [place(width) for width in (390, 768, 1280)]


def test_it_is_said_politely(page):
    expect(note(page).get_by_role("paragraph")).to_have_attribute("aria-live", "polite")


def note(page):
    return page.get_by_test_id("offline")
