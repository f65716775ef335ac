"""While the pen is down, the answer shown is one that has held for a moment."""

import pytest
from digits import begin_stroke, draw_stroke, on_screen, strokes
from playwright.sync_api import expect
from reading import probabilities, settle, settled_guess, wait_until_ready

FRAME = 20  # milliseconds, at least
HOLD = 100
HOLD_OF_DOUBT = 500
SEVEN = strokes(7)[0]
# A cross, in one stroke.
CROSS = [(0.1, 0.1), (0.9, 0.9), (0.9, 0.1), (0.1, 0.9), (0.1, 0.5), (0.9, 0.5)]
RECORD_GUESSES = """
window.guesses = [];
const guess = document.querySelector("[data-testid=guess]");
new MutationObserver(() => guesses.push(guess.textContent)).observe(guess, { childList: true });
"""


@pytest.fixture
def page(new_page, server):
    """Return a page that is ready and whose time stands still."""
    page = new_page()
    page.clock.install()
    page.goto(server.url)
    wait_until_ready(page)
    page.clock.pause_at(page.evaluate("Date.now()") + 1000)
    return page


def press(page, points):
    """Put the pen down and draw, without lifting it; return when that has been read."""
    begin_stroke(page, points)
    read(page)


def read(page):
    """Let one frame pass; return when what the pad shows then has been read."""
    before = page.evaluate("readings.length")
    page.clock.run_for(FRAME)
    settle(page, lambda: page.evaluate("readings.length") > before)


def is_busy(page):
    return page.get_by_role("region", name="Reading").get_attribute("aria-busy") == "true"


def test_an_answer_is_shown_with_the_pen_down_once_it_has_held(page):
    press(page, SEVEN)
    page.clock.run_for(HOLD - FRAME)
    expect(page.get_by_test_id("guess")).to_be_empty()
    assert is_busy(page)
    assert probabilities(page)[7] > 0.9

    page.clock.run_for(FRAME)

    assert settled_guess(page) == "7"


def test_that_it_is_no_digit_has_to_hold_for_longer(page):
    press(page, CROSS)
    page.clock.run_for(HOLD_OF_DOUBT - FRAME)
    expect(page.get_by_test_id("guess")).to_be_empty()

    page.clock.run_for(FRAME)

    assert settled_guess(page) == "?"


def test_with_the_pen_up_the_answer_is_shown_at_once(page):
    press(page, SEVEN)
    expect(page.get_by_test_id("guess")).to_be_empty()
    page.mouse.up()
    read(page)
    assert settled_guess(page) == "7"


def test_what_is_read_for_a_moment_is_never_shown(page):
    draw_stroke(page, SEVEN)
    read(page)
    page.evaluate(RECORD_GUESSES)
    press(page, CROSS)
    page.clock.run_for(HOLD)
    page.keyboard.press("Control+z")
    page.mouse.up()
    read(page)

    assert settled_guess(page) == "7"
    assert set(page.evaluate("guesses")) <= {"7"}


def test_a_pad_that_is_cleared_with_the_pen_down_stays_empty(page):
    press(page, SEVEN)
    page.get_by_test_id("clear").evaluate("(button) => button.click()")
    page.clock.run_for(2 * HOLD)
    expect(page.get_by_test_id("guess")).to_be_empty()
    assert not is_busy(page)


def test_a_replay_begins_without_the_answer_to_the_whole(page):
    press(page, SEVEN[:-1])
    page.clock.run_for(1000)
    page.mouse.move(*on_screen(page, SEVEN)[-1])
    page.mouse.up()
    read(page)
    assert settled_guess(page) == "7"
    page.get_by_test_id("replay").click()
    page.clock.run_for(FRAME)
    expect(page.get_by_test_id("guess")).to_be_empty()
