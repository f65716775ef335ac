"""What the page reads is chosen with a switch, and each mode has a drawing of its own."""

import pytest
from digits import draw, draw_stroke
from numbers_on_pad import draw_number
from playwright.sync_api import expect
from reading import ink, settled_guess, wait_until_ready

LINE = [(0.2, 0.2), (0.5, 0.5), (0.8, 0.8)]
REFUSE_STORAGE = """
Object.defineProperty(window, "sessionStorage", {
  get() { throw new DOMException("Access is denied.", "SecurityError"); },
});
"""


def test_the_page_begins_with_a_digit(page):
    expect(page.get_by_role("radio", name="Digit")).to_be_checked()
    assert proportions(page) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_a_number_has_a_wide_pad(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    number(page).click()
    assert proportions(page) == pytest.approx(2.5, abs=0.01)
    share = page.get_by_test_id("pad").bounding_box()["width"] / width
    assert share == 1 if width == 390 else share > 0.85


@pytest.mark.parametrize(
    ("mode", "task"),
    [("digit", "Draw a digit."), ("number", "Draw a number."), ("picture", "Show a picture.")],
)
def test_the_page_says_what_to_do_in_each_mode(page, mode, task):
    page.get_by_test_id(f"mode-{mode}").check()
    lead = page.locator(".masthead__lead")
    expect(lead).to_contain_text(task)
    assert lead.inner_text().startswith(task)
    assert lead.inner_text().count("NumPy") == 1


def test_the_switch_works_by_keyboard(page):
    page.get_by_test_id("mode-digit").focus()
    page.keyboard.press("ArrowRight")
    expect(number(page)).to_be_checked()
    expect(page.get_by_role("application", name="draw a number")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("application", name="draw a digit")).to_be_visible()


def test_each_mode_has_a_drawing_and_a_history_of_its_own(page):
    draw(page, 5)
    number(page).click()
    assert ink(page) == 0
    expect(page.get_by_test_id("undo")).to_be_disabled()
    draw_stroke(page, LINE)
    digit(page).click()
    page.get_by_test_id("undo").click()
    page.get_by_test_id("undo").click()
    assert ink(page) == 0
    page.get_by_test_id("redo").click()
    number(page).click()
    assert ink(page) > 0
    page.get_by_test_id("undo").click()
    assert ink(page) == 0
    digit(page).click()
    assert ink(page) > 0


@pytest.mark.full
def test_a_reload_keeps_the_mode_and_both_drawings(ready_page):
    page = ready_page
    draw(page, 4)
    number(page).click()
    draw_number(page, "17")
    drawn = ink(page)
    page.reload()
    expect(number(page)).to_be_checked()
    assert ink(page) == drawn
    digit(page).click()
    wait_until_ready(page)
    assert settled_guess(page) == "4"


def test_an_answer_does_not_stay_when_the_mode_changes(ready_page):
    draw(ready_page, 7)
    assert settled_guess(ready_page) == "7"
    number(ready_page).click()
    assert settled_guess(ready_page) == ""
    digit(ready_page).click()
    assert settled_guess(ready_page) == "7"


def test_how_long_a_reading_took_does_not_stay_when_what_was_read_is_gone(ready_page):
    status = ready_page.locator(".status__text")
    draw(ready_page, 7)
    settled_guess(ready_page)
    expect(status).to_contain_text("Read in")
    number(ready_page).click()
    expect(status).to_have_text("Ready")


def test_keys_for_the_pad_work_right_after_the_switch_was_used(page):
    number(page).click()
    draw_stroke(page, LINE)
    number(page).focus()
    page.keyboard.press("Control+z")
    assert ink(page) == 0


def test_modes_work_where_nothing_can_be_stored(new_page, slow_server):
    page = new_page()
    page.add_init_script(REFUSE_STORAGE)
    page.goto(slow_server.url)
    number(page).click()
    draw_stroke(page, LINE)
    assert ink(page) > 0


def digit(page):
    return page.get_by_test_id("mode-digit")


def number(page):
    return page.get_by_test_id("mode-number")


def proportions(page):
    box = page.get_by_test_id("pad").bounding_box()
    return box["width"] / box["height"]
