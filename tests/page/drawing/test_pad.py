"""The pad: what mouse, finger, pen, buttons and keys do to the drawing."""

import pytest
from digits import (
    draw,
    draw_stroke,
    draw_with_finger,
    draw_with_pen,
    on_screen,
    touch_session,
)
from playwright.sync_api import expect
from reading import ink, wait_for

LINE = [(0.3, 0.3), (0.5, 0.5), (0.7, 0.7)]
OTHER_LINE = [(0.7, 0.3), (0.5, 0.5), (0.3, 0.7)]
DOWNWARD = [(0.5, 0.9 - 0.05 * i) for i in range(17)]
PHONE = {"has_touch": True, "viewport": {"width": 390, "height": 600}}


@pytest.fixture
def phone(new_page, slow_server):
    page = new_page(**PHONE)
    page.goto(slow_server.url)
    return page


def test_a_stroke_leaves_ink(page):
    draw_stroke(page, LINE)
    assert ink(page) > 0


def test_a_tap_leaves_a_dot(page):
    draw_stroke(page, [(0.5, 0.5)])
    assert ink(page) > 0


@pytest.mark.parametrize("button", ["right", "middle"])
def test_other_mouse_buttons_do_not_draw(page, button):
    start, *_, end = on_screen(page, LINE)
    page.mouse.move(*start)
    page.mouse.down(button=button)
    page.mouse.move(*end)
    page.mouse.up(button=button)
    assert ink(page) == 0


def test_a_stroke_that_leaves_the_pad_ends_with_the_button(page):
    draw_stroke(page, [(0.5, 0.5), (1.5, 0.5)])
    drawn = ink(page)
    page.mouse.move(*on_screen(page, [(0.5, 0.9)])[0])
    assert ink(page) == drawn


def test_a_finger_draws_and_the_page_does_not_scroll(phone):
    draw_with_finger(phone, DOWNWARD)
    assert ink(phone) > 0
    assert phone.evaluate("scrollY") == 0


def test_a_finger_beside_the_pad_scrolls_the_page(phone):
    beside = [(0.5, y + 0.3) for _, y in DOWNWARD]
    draw_with_finger(phone, beside)
    wait_for(phone, "scrollY > 0")


@pytest.mark.parametrize("first", [(0.2, 0.2), (0.5, 1.2)], ids=["on the pad", "beside it"])
def test_a_second_finger_does_not_draw(phone, first):
    first, second = on_screen(phone, [first, (0.8, 0.8)])
    touch = touch_session(phone)
    touch("touchStart", first)
    with_one = ink(phone)
    touch("touchStart", first, second)
    with_two = ink(phone)
    touch("touchEnd")
    assert with_two == with_one


def test_a_stroke_the_system_takes_away_stays_and_the_next_is_another(phone):
    start, end = on_screen(phone, [(0.2, 0.2), (0.2, 0.8)])
    touch = touch_session(phone)
    touch("touchStart", start)
    touch("touchMove", end)
    touch("touchCancel")
    assert ink(phone) > 0
    draw_with_finger(phone, OTHER_LINE)
    phone.get_by_test_id("undo").click()
    expect(phone.get_by_test_id("undo")).to_be_enabled()
    assert ink(phone) > 0


def test_a_pens_pressure_widens_the_line(page):
    draw_with_pen(page, LINE, 0.2)
    thin = ink(page)
    page.get_by_test_id("clear").click()
    draw_with_pen(page, LINE, 0.9)
    assert ink(page) > 1.5 * thin


@pytest.mark.parametrize("act", ["click", "Control+z", "Meta+z"])
def test_undo_takes_back_one_stroke(page, act):
    draw_stroke(page, LINE)
    with_one = ink(page)
    draw_stroke(page, OTHER_LINE)
    press(page, "undo", act)
    assert ink(page) == with_one


@pytest.mark.parametrize("act", ["click", "Control+Shift+z", "Control+y"])
def test_redo_brings_back_what_undo_took(page, act):
    draw_stroke(page, LINE)
    drawn = ink(page)
    page.get_by_test_id("undo").click()
    press(page, "redo", act)
    assert ink(page) == drawn


@pytest.mark.parametrize("act", ["click", "Escape", "Delete", "Backspace"])
def test_clear_takes_all_ink(page, act):
    draw(page, 4)
    press(page, "clear", act)
    assert ink(page) == 0


def test_undo_brings_back_what_clear_took(page):
    draw(page, 4)
    drawn = ink(page)
    page.get_by_test_id("clear").click()
    page.get_by_test_id("undo").click()
    assert ink(page) == drawn


def test_a_new_stroke_leaves_nothing_to_redo(page):
    draw_stroke(page, LINE)
    page.get_by_test_id("undo").click()
    draw_stroke(page, OTHER_LINE)
    expect(page.get_by_test_id("redo")).to_be_disabled()


def test_clear_in_the_middle_of_a_stroke_ends_it(page):
    start, middle, end = on_screen(page, LINE)
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*middle)
    page.keyboard.press("Escape")
    page.mouse.move(*end)
    page.mouse.up()
    assert ink(page) == 0


def test_buttons_are_enabled_while_they_have_something_to_do(page):
    def enabled():
        buttons = ("undo", "redo", "clear")
        return {button for button in buttons if page.get_by_test_id(button).is_enabled()}

    assert enabled() == set()
    draw_stroke(page, LINE)
    assert enabled() == {"undo", "clear"}
    page.get_by_test_id("clear").click()
    assert enabled() == {"undo"}
    page.get_by_test_id("undo").click()
    assert enabled() == {"undo", "redo", "clear"}


def test_the_drawing_survives_another_size(page):
    draw_stroke(page, LINE)
    before = ink(page)
    resize(page, 390)
    assert 0 < ink(page) < before
    resize(page, 1280)
    assert ink(page) == before


def test_the_drawing_is_as_fine_as_the_screen(new_page, slow_server):
    page = new_page(device_scale_factor=3)
    page.goto(slow_server.url)
    wait_for(page, "argument.width === 3 * argument.clientWidth", pad_handle(page))


def test_the_ink_takes_the_colour_of_the_scheme(page):
    draw_stroke(page, LINE)
    page.emulate_media(color_scheme="light")
    light = ink_colour(page)
    page.emulate_media(color_scheme="dark")
    assert sum(ink_colour(page)) > sum(light)


def resize(page, width):
    page.set_viewport_size({"width": width, "height": 720})
    wait_for(page, "argument.width === argument.clientWidth", pad_handle(page))


def pad_handle(page):
    return page.get_by_test_id("pad").element_handle()


def press(page, button, act):
    if act == "click":
        page.get_by_test_id(button).click()
    else:
        page.keyboard.press(act)


def ink_colour(page):
    return page.get_by_test_id("pad").evaluate(
        """(canvas) => new Promise((resolve) => requestAnimationFrame(() => {
          const middle = canvas.width / 2;
          resolve([...canvas.getContext("2d").getImageData(middle, middle, 1, 1).data.slice(0, 3)]);
        }))"""
    )
