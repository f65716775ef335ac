"""What the page shows of a drawing, when, and that it is what the package computes."""

import numpy as np
import pytest
from digits import draw, draw_stroke, on_screen, strokes
from numpy.testing import assert_allclose, assert_array_equal
from playwright.sync_api import expect
from reading import (
    ink,
    probabilities,
    settled_guess,
    shown_network_input,
    wait_until_given_up,
    wait_until_ready,
)
from site_server import held, with_code

from inkglass.formats.model_file import load_model
from inkglass.reading.drawing import network_input, network_tensor

WASM = "pyodide.asm.wasm"

# Holds each request to read back until the test says "go".
HOLD_READS = """
const usual = self.onmessage;
let go;
const told = new Promise((resolve) => { go = resolve; });
const channel = new BroadcastChannel("go");
channel.onmessage = go;
self.onmessage = async (event) => {
  if (event.data.method === "read") await told;
  usual(event);
};
"""

NEVER_ENDING_READ = """
const usual = self.onmessage;
self.onmessage = (event) => {
  while (event.data.method === "read");
  usual(event);
};
"""


def test_a_blank_pad_has_no_answer(ready_page):
    expect(ready_page.get_by_test_id("guess")).to_be_empty()
    assert ready_page.get_by_test_id("guess").get_attribute("data-confidence") is None
    assert probabilities(ready_page) == [0] * 10
    assert set(shown_network_input(ready_page)) == {0}


@pytest.mark.parametrize("button", ["clear", "undo"])
def test_a_pad_made_blank_again_has_no_answer(ready_page, button):
    draw(ready_page, 7)
    assert settled_guess(ready_page) == "7"
    ready_page.get_by_test_id(button).click()
    assert settled_guess(ready_page) == ""
    assert ready_page.get_by_test_id("guess").get_attribute("data-confidence") is None
    assert probabilities(ready_page) == [0] * 10
    assert set(shown_network_input(ready_page)) == {0}


def test_the_answer_is_the_likeliest_digit_and_its_probability(ready_page):
    draw(ready_page, 7)
    guess = settled_guess(ready_page)
    confidence = ready_page.get_by_test_id("guess").get_attribute("data-confidence")
    assert float(confidence) == max(probabilities(ready_page))
    assert probabilities(ready_page).index(float(confidence)) == int(guess)
    # What is left is the probability that it is no digit.
    assert 0.95 < sum(probabilities(ready_page)) <= 1 + 1e-5


def test_undo_brings_back_the_answer(ready_page):
    draw(ready_page, 7)
    before = settled_guess(ready_page), probabilities(ready_page)
    draw_stroke(ready_page, [(0.2, 0.9), (0.8, 0.9)])
    ready_page.get_by_test_id("undo").click()
    assert (settled_guess(ready_page), probabilities(ready_page)) == before


def test_the_answer_follows_the_stroke_while_it_is_drawn(ready_page):
    first, *rest = on_screen(ready_page, strokes(7)[0])
    ready_page.mouse.move(*first)
    ready_page.mouse.down()
    for point in rest:
        ready_page.mouse.move(*point)
    assert settled_guess(ready_page) == "7"
    assert any(shown_network_input(ready_page))


def test_a_drawing_made_while_python_loads_is_read_when_it_is_ready(new_page, server):
    server.faults[WASM] = held
    page = new_page()
    page.goto(server.url)
    draw(page, 7)
    assert ink(page) > 0
    expect(page.get_by_test_id("status")).to_have_attribute("data-state", "loading")
    expect(page.get_by_test_id("guess")).to_be_empty()
    server.released.set()
    wait_until_ready(page)
    assert settled_guess(page) == "7"


def test_of_the_drawings_made_during_a_reading_only_the_newest_is_read(new_page, server):
    server.faults["worker.js"] = with_code(HOLD_READS)
    page = new_page()
    page.goto(server.url)
    wait_until_ready(page)
    draw(page, 1)
    page.get_by_test_id("clear").click()
    draw(page, 7)
    page.evaluate("new BroadcastChannel('go').postMessage('')")
    assert settled_guess(page) == "7"
    assert page.evaluate("readings.length") == 1


def test_one_can_draw_on_while_a_reading_does_not_end(new_page, server):
    server.faults["worker.js"] = with_code(NEVER_ENDING_READ)
    page = new_page()
    page.clock.install()
    page.goto(server.url)
    wait_until_ready(page)
    draw(page, 1)
    drawn = ink(page)
    draw_stroke(page, [(0.1, 0.9), (0.9, 0.9)])
    assert ink(page) > drawn
    wait_until_given_up(page)
    assert ink(page) > drawn


def test_the_page_computes_what_cpython_computes(ready_page, site_folder):
    for digit in (3, 5, 8):
        draw(ready_page, digit)
        settled_guess(ready_page)
        ready_page.get_by_test_id("clear").click()
    readings = ready_page.evaluate(
        """() => readings.map(({ pixels, width, height, networkInput, probabilities }) => ({
          shape: [height, width],
          pixels: pixels.toHex(),
          networkInput: networkInput.toHex(),
          probabilities: Array.from(probabilities),
        }))"""
    )
    network = load_model(next(site_folder.rglob("default.npz"))).network
    assert len(readings) >= 3
    for reading in readings:
        seen = network_input(bytes_of(reading["pixels"]).reshape(reading["shape"]))
        assert_array_equal(seen.ravel(), bytes_of(reading["networkInput"]))
        expected = network.predict(network_tensor(seen[np.newaxis]))[0, :10]
        assert_allclose(reading["probabilities"], expected, atol=1e-5)


def bytes_of(hexadecimal):
    return np.frombuffer(bytes.fromhex(hexadecimal), np.uint8)


def test_the_page_shows_what_was_computed(ready_page):
    draw(ready_page, 3)
    settled_guess(ready_page)
    last = ready_page.evaluate(
        "[Array.from(readings.at(-1).probabilities), Array.from(readings.at(-1).networkInput)]"
    )
    assert_allclose(probabilities(ready_page), last[0], atol=5e-7)
    assert shown_network_input(ready_page) == last[1]


def test_what_is_no_digit_is_answered_with_a_question_mark(ready_page):
    draw_stroke(ready_page, [(0.1, 0.1), (0.9, 0.9)])
    draw_stroke(ready_page, [(0.9, 0.1), (0.1, 0.9)])
    draw_stroke(ready_page, [(0.1, 0.5), (0.9, 0.5)])

    assert settled_guess(ready_page) == "?"
    expect(ready_page.get_by_text("Not a digit", exact=True)).to_be_visible()
    confidence = float(ready_page.get_by_test_id("guess").get_attribute("data-confidence"))
    assert confidence == max(probabilities(ready_page)) < 0.7
