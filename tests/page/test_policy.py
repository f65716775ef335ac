"""The page holds itself to a strict Content-Security-Policy, and nothing in it breaks that."""

from html.parser import HTMLParser

from digits import draw
from playwright.sync_api import expect
from reading import settled_guess, wait_until_ready

POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'", "'wasm-unsafe-eval'"},
    "style-src": {"'self'"},
    "img-src": {"'self'"},
    "font-src": {"'self'"},
    "connect-src": {"'self'"},
    "worker-src": {"'self'"},
    "manifest-src": {"'self'"},
    "base-uri": {"'none'"},
    "form-action": {"'none'"},
}
NOTE_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  window.violations.push(`${violatedDirective} ${blockedURI}`));
"""
INLINE_SCRIPT = """
const script = document.createElement("script");
script.textContent = "window.hasRun = true";
document.head.append(script);
"""


class Page(HTMLParser):
    """The elements of a page as (tag, attributes), in order."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))


def test_the_policy_allows_this_origin_and_webassembly_alone(site_folder):
    (content,) = [
        attributes["content"]
        for tag, attributes in elements(site_folder)
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    directives = [directive.split() for directive in content.split(";")]
    assert {name: set(sources) for name, *sources in directives} == POLICY


def test_the_policy_comes_before_all_that_it_governs(site_folder):
    tags = [tag for tag, _ in elements(site_folder)]
    policy = next(i for i, (_, a) in enumerate(elements(site_folder)) if "http-equiv" in a)
    assert policy < min(tags.index("script"), tags.index("link"), tags.index("title"))


def test_no_script_or_style_is_inline(site_folder):
    for tag, attributes in elements(site_folder):
        assert tag != "style"
        assert tag != "script" or attributes.get("src")
        assert [name for name in attributes if name == "style" or name.startswith("on")] == []


def test_nothing_violates_the_policy(new_page, server):
    page = new_page(service_workers="allow")
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.add_init_script(NOTE_VIOLATIONS)
    page.goto(server.url)
    wait_until_ready(page)
    draw(page, 7)
    assert settled_guess(page) == "7"
    expect(page.locator("html")).to_have_attribute("data-background", "done", timeout=60_000)
    page.get_by_test_id("doctor-link").click()
    expect(page.get_by_test_id("doctor")).to_have_attribute("data-state", "ok", timeout=60_000)
    page.get_by_test_id("doctor-copy").click()
    page.get_by_test_id("doctor-back").click()
    assert page.evaluate("violations") == []
    assert said == []


def test_an_inline_script_does_not_run(new_page, server):
    page = new_page()
    page.add_init_script(NOTE_VIOLATIONS)
    page.goto(server.url)
    page.evaluate(INLINE_SCRIPT)
    assert page.evaluate("window.hasRun") is None
    assert page.evaluate("violations") == ["script-src-elem inline"]


def elements(site_folder):
    return Page((site_folder / "index.html").read_text(encoding="utf-8")).elements
