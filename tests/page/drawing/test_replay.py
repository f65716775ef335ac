"""Replay: the drawing is made again as it was made, and nothing of it is lost."""

import json

import pytest
from digits import draw, draw_stroke
from playwright.sync_api import expect
from reading import START_LIMIT, ink, open_with, settled_guess, wait_for, wait_until_ready
from volumes import rows

LINE = [(0.2, 0.2), (0.5, 0.5), (0.8, 0.8)]
KEY = "inkglass:drawing"
COUNT_POINTS = """
(canvas) => {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const hasInk = (x) => data[4 * (Math.round((x / 280) * width) + width * (height >> 1)) + 3] > 0;
  return [40, 90, 140, 190, 240].filter(hasInk).length;
}
"""
HOUR = 3_600_000


def drawing(*strokes):
    """Return strokes of dots in a row, given as lists of (x, time)."""
    return [[{"x": x, "y": 140, "width": 20, "time": time} for x, time in s] for s in strokes]


FIVE_DOTS = drawing([(40, 0)], [(90, 200)], [(140, 300)], [(190, HOUR)], [(240, HOUR + 200)])
SLOW = drawing(*[[(40 + 4 * i, 399 * i)] for i in range(50)])


def open_drawing(page, strokes):
    """Open the page with a drawing that was kept."""
    open_with(page, KEY, json.dumps(strokes))
    expect(replay(page)).to_be_enabled()


def test_there_is_nothing_to_replay_on_a_blank_pad(page):
    expect(replay(page)).to_be_disabled()
    draw_stroke(page, LINE)
    expect(replay(page)).to_be_enabled()
    page.get_by_test_id("clear").click()
    expect(replay(page)).to_be_disabled()


def test_points_come_when_they_came_and_long_pauses_are_shortened(new_page, slow_server):
    page = new_page()
    page.goto(slow_server.url)
    open_drawing(page, FIVE_DOTS)
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    page.clock.run_for(100)
    assert dots(page) == 5
    replay(page).click()
    seen = []
    for _ in range(11):
        page.clock.run_for(100)
        seen.append(dots(page))
    # Due at 0, 200, 300, 700 and 900, and each is painted by one of the frames after that.
    assert [seen.count(number) for number in (1, 2, 3, 4)] in ([2, 1, 4, 2], [1, 1, 4, 2])
    assert seen == sorted(seen)
    assert seen[-1] == 5


def test_a_drawing_is_kept_with_its_times(page):
    draw_stroke(page, LINE)
    draw_stroke(page, LINE[::-1])
    times = [point["time"] for stroke in kept(page) for point in stroke]
    assert times[0] == 0
    assert times == sorted(times)
    assert times[-1] > 0


def test_a_replay_ends_with_the_whole_drawing_and_its_answer(ready_page):
    draw(ready_page, 4)
    before = ink(ready_page), settled_guess(ready_page)
    replay(ready_page).click()
    expect_its_end(ready_page)
    assert (ink(ready_page), settled_guess(ready_page)) == before


def test_the_answer_follows_the_replay(ready_page):
    page = ready_page
    open_drawing(page, SLOW)
    wait_until_ready(page)
    settled_guess(page)
    whole = last_reading(page)
    replay(page).click()
    wait_for(page, f"({last_ink}) < {whole}")
    first = last_reading(page)
    wait_for(page, f"({last_ink}) > {first}")


def test_a_replay_plays_where_motion_is_unwelcome(page):
    page.emulate_media(reduced_motion="reduce")
    open_drawing(page, SLOW)
    whole = ink(page)
    replay(page).click()
    assert ink(page) < whole


@pytest.mark.parametrize(
    "act", rows(["replay", "undo", "clear", "Escape", "Control+z"], "replay", "undo", "Escape")
)
def test_what_stops_a_replay_leaves_the_whole_drawing(page, act):
    open_drawing(page, SLOW)
    whole = ink(page)
    replay(page).click()
    assert ink(page) < whole
    expect(replay(page)).to_have_text("Stop")
    if act in ("replay", "undo", "clear"):
        page.get_by_test_id(act).click()
    else:
        page.keyboard.press(act)
    expect(replay(page)).to_have_text("Replay")
    assert ink(page) == whole


def test_drawing_stops_a_replay_and_adds_to_the_whole_drawing(page):
    open_drawing(page, SLOW)
    whole = ink(page)
    replay(page).click()
    draw_stroke(page, [(0.2, 0.9), (0.8, 0.9)])
    assert ink(page) > whole
    assert len(kept(page)) == len(SLOW) + 1
    page.get_by_test_id("undo").click()
    assert ink(page) == whole


@pytest.mark.full
def test_a_replay_leaves_undo_and_redo_as_they_were(page):
    draw_stroke(page, LINE)
    with_one = ink(page)
    draw_stroke(page, LINE[::-1])
    with_two = ink(page)
    draw_stroke(page, [(0.2, 0.9), (0.8, 0.9)])
    page.get_by_test_id("undo").click()
    replay(page).click()
    expect_its_end(page)
    assert ink(page) == with_two
    page.get_by_test_id("redo").click()
    assert ink(page) > with_two
    page.get_by_test_id("undo").click()
    page.get_by_test_id("undo").click()
    assert ink(page) == with_one


def test_a_reload_in_a_replay_loses_nothing(page):
    open_drawing(page, SLOW)
    whole = ink(page)
    replay(page).click()
    assert ink(page) < whole
    page.reload()
    assert ink(page) == whole


def test_a_second_stroke_after_a_reload_is_later_than_the_first(page):
    draw_stroke(page, LINE)
    page.reload()
    draw_stroke(page, LINE[::-1])
    times = [point["time"] for stroke in kept(page) for point in stroke]
    assert times == sorted(times)


def test_nothing_is_announced_before_the_end_of_a_replay(ready_page):
    page = ready_page
    open_drawing(page, SLOW)
    wait_until_ready(page)
    output = page.get_by_test_id("announcement")
    expect(output).not_to_be_empty()
    said = output.inner_text()
    replay(page).click()
    settled_at = page.evaluate("readings.length")
    expect(output).to_be_empty()
    wait_for(page, f"readings.length > {settled_at} + 20")
    expect(output).to_be_empty()
    replay(page).click()
    expect(output).to_have_text(said)


last_ink = "readings.at(-1).pixels.filter((value) => value > 127).length"


def last_reading(page):
    return page.evaluate(last_ink)


def dots(page):
    return page.get_by_test_id("pad").evaluate(COUNT_POINTS)


def replay(page):
    return page.get_by_test_id("replay")


def expect_its_end(page):
    """Wait until the drawing has been made again, which takes as long as it took to make."""
    expect(replay(page)).to_have_text("Replay", timeout=START_LIMIT)


def kept(page):
    return json.loads(page.evaluate("sessionStorage.getItem('inkglass:drawing')"))
