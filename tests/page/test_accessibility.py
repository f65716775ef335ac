"""The page for those who use a keyboard or a screen reader."""

import pytest
from digits import draw_stroke, on_screen, strokes
from playwright.sync_api import expect
from reading import settled_guess, wait_for, wait_until_ready

COUNT_ANNOUNCEMENTS = """
window.announced = [];
const output = document.querySelector("[data-testid=announcement]");
new MutationObserver(() => announced.push(output.textContent)).observe(output, {childList: true});
"""


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("heading", "Inkglass"),
        ("combobox", "Network"),
        ("application", "Drawing pad"),
        ("img", "The drawing as the network sees it"),
        ("button", "Undo"),
        ("button", "Redo"),
        ("button", "Clear"),
        ("button", "Replay"),
        ("button", "Save as PNG"),
        ("button", "Copy link"),
        ("button", "Random digit"),
        ("region", "Drawing"),
        ("region", "Reading"),
        ("list", "Probability of each digit"),
    ],
)
def test_each_part_has_a_role_and_a_name(page, role, name):
    expect(page.get_by_role(role, name=name).first).to_be_attached()


def test_the_page_has_a_language_and_a_title(page):
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "Inkglass" in page.title()


def test_tab_reaches_every_control_in_the_order_of_reading(page):
    draw_stroke(page, [(0.2, 0.2), (0.8, 0.8)])
    draw_stroke(page, [(0.8, 0.2), (0.2, 0.8)])
    page.keyboard.press("Control+z")
    page.get_by_test_id("model").focus()
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.testid"))
    tools = ["undo", "redo", "clear"]
    assert reached == ["pad", *tools, "replay", "save-png", "copy-link", "random-digit"]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_buttons_work_by_keyboard(page, key):
    draw_stroke(page, [(0.2, 0.2), (0.8, 0.8)])
    page.get_by_test_id("clear").focus()
    page.keyboard.press(key)
    expect(page.get_by_test_id("clear")).to_be_disabled()


def test_the_focus_is_visible(page):
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_an_answer_is_said_once_the_pen_is_up(new_page, server):
    page = new_page()
    page.clock.install()
    page.goto(server.url)
    wait_until_ready(page)
    page.evaluate(COUNT_ANNOUNCEMENTS)
    first, *rest = on_screen(page, strokes(7)[0])
    page.mouse.move(*first)
    page.mouse.down()
    for point in rest:
        page.mouse.move(*point)
    settled_guess(page)
    page.clock.fast_forward("00:10")
    assert page.evaluate("announced") == []
    page.mouse.up()
    wait_for(page, "announced.length > 0")
    assert page.evaluate("announced.length") == 1
    assert page.evaluate("announced[0]").startswith("7, ")


def test_bars_do_not_glide_where_motion_is_unwelcome(page):
    page.emulate_media(reduced_motion="reduce")
    fill = page.locator(".bar__fill").first
    expect(fill).to_have_css("transition-duration", "0s")


def test_the_page_says_that_it_needs_javascript(new_page, slow_server):
    page = new_page(java_script_enabled=False)
    page.goto(slow_server.url)
    notice = page.locator("noscript")
    expect(notice).to_be_visible()
    assert "needs JavaScript" in notice.evaluate("(element) => element.textContent")
    expect(page.get_by_test_id("status")).to_be_hidden()
