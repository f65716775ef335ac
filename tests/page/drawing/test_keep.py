"""The drawing survives a reload, and whatever is in the storage does no harm."""

import json

import pytest
from digits import draw, draw_stroke, on_screen, strokes
from playwright.sync_api import expect
from reading import ink, open_with, settled_guess, wait_until_ready
from volumes import rows

KEY = "inkglass:drawing"
REFUSE_STORAGE = """
for (const name of ["sessionStorage", "localStorage"]) {
  Object.defineProperty(window, name, {
    get() { throw new DOMException("Access is denied.", "SecurityError"); },
  });
}
"""
LINE = [(0.2, 0.2), (0.5, 0.5), (0.8, 0.8)]
DAMAGED = {
    "cut": '[[{"x":140,"y":1',
    "another type": '"7"',
    "null": "null",
    "no strokes": "[7, null]",
    "an empty stroke": "[[]]",
    "no points": "[[null]]",
    "text for numbers": '[[{"x":"140","y":"140","width":"20"}]]',
    "no width": '[[{"x":140,"y":140}]]',
    "infinity": '[[{"x":1e999,"y":140,"width":20}]]',
    "a time before the first": '[[{"x":140,"y":140,"width":20,"time":-1}]]',
    "a picture without pixels": '[{"label":4}]',
    "a picture of too few pixels": '[{"label":4,"pixels":[0,255]}]',
    "a picture of text": json.dumps([{"label": 4, "pixels": ["255"] * 784}]),
    "a picture of no digit": json.dumps([{"label": "four", "pixels": [255] * 784}]),
    "one good, one bad": '[[{"x":140,"y":140,"width":20}],[{"x":140}]]',
}


def test_a_reload_keeps_the_drawing_and_its_answer(ready_page):
    draw(ready_page, 4)
    before = ink(ready_page), settled_guess(ready_page)
    ready_page.reload()
    assert ink(ready_page) == before[0]
    wait_until_ready(ready_page)
    assert settled_guess(ready_page) == before[1] == "4"


def test_undo_takes_the_kept_drawing_away_at_once(page):
    draw(page, 4)
    page.reload()
    drawn = ink(page)
    page.get_by_test_id("undo").click()
    assert ink(page) == 0
    expect(page.get_by_test_id("undo")).to_be_disabled()
    page.get_by_test_id("redo").click()
    assert ink(page) == drawn > 0


def test_a_drawing_kept_without_times_is_shown(page):
    value = '[[{"x":40,"y":40,"width":20},{"x":240,"y":240,"width":20}]]'
    open_with(page, KEY, value)
    assert ink(page) > 0
    draw_stroke(page, LINE)
    times = [point["time"] for stroke in kept(page) for point in stroke]
    assert times == sorted(times)


def test_a_cleared_drawing_stays_cleared(page):
    draw(page, 4)
    page.get_by_test_id("clear").click()
    page.reload()
    expect(page.get_by_test_id("clear")).to_be_disabled()
    assert ink(page) == 0


def test_undone_strokes_stay_undone(page):
    draw_stroke(page, LINE)
    with_one = ink(page)
    draw(page, 4)
    page.get_by_test_id("undo").click()
    page.get_by_test_id("undo").click()
    page.reload()
    assert ink(page) == with_one


def test_a_stroke_is_kept_when_it_ends_and_not_before(page):
    first, *rest = on_screen(page, strokes(7)[0])
    page.mouse.move(*first)
    page.mouse.down()
    for point in rest:
        page.mouse.move(*point)
    assert ink(page) > 0
    assert kept(page) is None
    page.mouse.up()
    assert len(kept(page)) == 1


def test_a_stroke_under_the_pen_survives_a_reload(page):
    first, *rest = on_screen(page, LINE)
    page.mouse.move(*first)
    page.mouse.down()
    for point in rest:
        page.mouse.move(*point)
    drawn = ink(page)
    page.reload()
    assert ink(page) == drawn > 0


def test_a_drawing_stays_in_its_tab(page, server):
    draw(page, 4)
    other = page.context.new_page()
    other.goto(server.url)
    assert ink(page) > 0
    assert ink(other) == 0


@pytest.mark.parametrize(
    "value",
    rows(
        DAMAGED,
        *("cut", "an empty stroke", "no points", "no width", "infinity"),
        *("a picture of text", "one good, one bad"),
    ),
)
def test_damaged_storage_is_a_blank_pad(page, value):
    errors = all_errors(page)
    open_with(page, KEY, value)
    draw_stroke(page, LINE)
    assert ink(page) > 0
    page.get_by_test_id("undo").click()
    expect(page.get_by_test_id("undo")).to_be_disabled()
    assert ink(page) == 0
    assert errors == []


def test_a_page_that_may_not_store_works_and_forgets(new_page, server):
    page = new_page()
    errors = all_errors(page)
    page.add_init_script(REFUSE_STORAGE)
    page.goto(server.url)
    draw(page, 7)
    wait_until_ready(page)
    assert settled_guess(page) == "7"
    page.reload()
    assert ink(page) == 0
    assert errors == []


def kept(page):
    return json.loads(page.evaluate("(key) => sessionStorage.getItem(key)", KEY) or "null")


def all_errors(page):
    errors = []
    page.on("console", lambda said: said.type == "error" and errors.append(said.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors
