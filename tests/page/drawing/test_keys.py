"""A digit can be drawn with keys alone."""

import re

import pytest
from digits import draw_stroke
from playwright.sync_api import expect
from reading import ink, settled_guess, wait_for, wait_until_ready

LINE = [(0.2, 0.2), (0.5, 0.5), (0.8, 0.8)]
SAY = """
window.said = [];
for (const id of ["pen-state", "announcement"]) {
  const output = document.querySelector(`[data-testid=${id}]`);
  new MutationObserver(() => said.push(output.textContent)).observe(output, { childList: true });
}
"""


@pytest.fixture
def pad(page):
    """Return the pad of a page, in focus by keyboard; all of the page is in sight."""
    page.set_viewport_size({"width": 1280, "height": 1200})
    page.get_by_test_id("model").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("pad")).to_be_focused()
    return page.get_by_test_id("pad")


def test_the_pad_says_how_to_draw_with_keys(page):
    pad = page.get_by_role("application", name="Drawing pad")
    expect(pad).to_have_accessible_description(re.compile("Arrow keys move.*Space.*Escape"))


def test_the_cursor_is_shown_to_those_who_use_keys(page, pad):
    expect(cursor(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(cursor(page)).to_be_hidden()
    draw_stroke(page, LINE)
    expect(cursor(page)).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(cursor(page)).to_be_visible()


def test_arrow_keys_move_the_pen_and_shift_makes_larger_steps(page, pad):
    x, y = place(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    small = place(page)
    assert small[0] > x
    assert small[1] < y
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    large = place(page)
    assert small[0] - large[0] == pytest.approx(4 * (small[0] - x), abs=0.001)
    assert large[1] - small[1] == pytest.approx(4 * (y - small[1]), abs=0.001)


def test_a_held_key_glides_on_and_stops_when_it_is_let_go(page, pad):
    places = "argument.style.left"
    handle = cursor(page).element_handle()
    page.keyboard.down("ArrowRight")
    wait_for(page, f"parseFloat({places}) > 60", handle)
    page.keyboard.up("ArrowRight")
    stopped = place(page)
    assert ink(page) == 0  # and frames have passed
    assert place(page) == stopped


def test_a_held_key_ends_with_the_focus(page, pad):
    page.keyboard.down("ArrowRight")
    page.keyboard.press("Tab")
    stopped = place(page)
    assert ink(page) == 0
    assert place(page) == stopped
    page.keyboard.up("ArrowRight")


def test_the_pen_stays_on_the_pad(page, pad):
    for _ in range(12):
        page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Shift+ArrowUp")
    assert place(page) == (0, 0)


@pytest.mark.parametrize("switch", ["Space", "Enter"])
def test_the_pen_draws_only_while_it_is_down(page, pad, switch):
    page.keyboard.press("Shift+ArrowRight")
    assert ink(page) == 0
    page.keyboard.press(switch)
    page.keyboard.press("Shift+ArrowRight")
    drawn = ink(page)
    assert drawn > 0
    page.keyboard.press(switch)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert ink(page) == drawn
    expect(page.get_by_test_id("undo")).to_be_enabled()


def test_a_digit_drawn_with_keys_is_read_and_said_once(live_page):
    page = live_page
    page.evaluate(SAY)
    page.get_by_test_id("pad").focus()
    draw_one(page)
    assert settled_guess(page) == "1"
    wait_for(page, "said.length > 2")
    states, (answer,) = page.evaluate("[said.slice(0, 2), said.slice(2)]")
    assert states == ["Pen down", "Pen up"]
    assert answer.startswith("1, ")


def test_nothing_of_an_answer_is_said_while_the_pen_is_down(new_page, server):
    page = new_page()
    page.clock.install()
    page.goto(server.url)
    wait_until_ready(page)
    page.evaluate(SAY)
    page.get_by_test_id("pad").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    settled_guess(page)
    page.clock.fast_forward("00:10")
    assert page.evaluate("said") == ["Pen down"]


def test_escape_lifts_the_pen_and_then_clears(page, pad):
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    drawn = ink(page)
    page.keyboard.press("Escape")
    assert ink(page) == drawn > 0
    expect(pen_state(page)).to_have_text("Pen up")
    page.keyboard.press("Escape")
    assert ink(page) == 0


def test_an_escape_that_is_held_only_lifts_the_pen(page, pad):
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    drawn = ink(page)
    for _ in range(3):
        page.keyboard.down("Escape")
    assert ink(page) == drawn > 0
    page.keyboard.up("Escape")


def test_undo_takes_back_stroke_by_stroke(page, pad):
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Space")
    with_one = ink(page)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Space")
    assert ink(page) > with_one
    page.keyboard.press("Control+z")
    assert ink(page) == with_one
    page.keyboard.press("Control+z")
    assert ink(page) == 0


def test_undo_with_the_pen_down_lifts_it(page, pad):
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    expect(cursor(page)).to_have_attribute("data-pen", "down")
    page.keyboard.press("Control+z")
    expect(cursor(page)).to_have_attribute("data-pen", "up")
    page.keyboard.press("Shift+ArrowDown")
    assert ink(page) == 0
    page.keyboard.press("Space")
    assert ink(page) > 0


def test_leaving_the_pad_lifts_the_pen(page, pad):
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Tab")
    expect(pen_state(page)).to_have_text("Pen up")
    expect(page.get_by_test_id("undo")).to_be_focused()


def test_a_mouse_in_the_midst_of_a_stroke_begins_another(page, pad):
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    with_one = ink(page)
    draw_stroke(page, LINE)
    assert ink(page) > with_one
    page.get_by_test_id("undo").click()
    assert ink(page) == with_one


def draw_one(page):
    for _ in range(5):
        page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Space")
    for _ in range(10):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Space")


def place(page):
    """Return the cursor's place as shares of the pad, in percent."""
    return tuple(cursor(page).evaluate("({ style }) => [style.left, style.top].map(parseFloat)"))


def cursor(page):
    return page.get_by_test_id("cursor")


def pen_state(page):
    return page.get_by_test_id("pen-state")
