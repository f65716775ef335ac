"""The camera is asked for only on tap, and let go of after; Chromium shows a picture of its own."""

import pytest
from playwright.sync_api import expect
from reading import settle

LIMIT = 60_000
# Notes what the page gets from the camera.
WATCH = """
window.streams = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wishes) => {
  if (window.refusal) throw new DOMException("refused by the test", window.refusal);
  const stream = await ask(wishes);
  streams.push(stream);
  return stream;
};
"""
LIVE = """
streams.flatMap((stream) => stream.getTracks()).filter((t) => t.readyState === "live").length
"""


@pytest.fixture(scope="module")
def context_options():
    return {"viewport": {"width": 1280, "height": 1000}}


@pytest.fixture(scope="module")
def init_script():
    return WATCH


@pytest.fixture
def page(page):
    page.get_by_test_id("mode-picture").check()
    expect(page.get_by_test_id("picture-camera")).to_be_visible(timeout=LIMIT)
    return page


@pytest.fixture
def watched(page):
    """Return the page with the camera's picture in sight."""
    page.get_by_test_id("picture-camera").click()
    expect(page.get_by_test_id("picture-take")).to_be_visible(timeout=LIMIT)
    settle(page, lambda: page.evaluate(LIVE) == 1)
    return page


def test_the_camera_is_not_asked_for_before_it_is_wanted(page):
    assert page.evaluate("streams.length") == 0


def test_a_picture_is_taken_and_the_camera_let_go(watched):
    watched.get_by_test_id("picture-take").click()

    settle(watched, lambda: watched.evaluate(LIVE) == 0)
    expect(watched.get_by_test_id("picture-another")).to_be_visible(timeout=LIMIT)


@pytest.mark.parametrize("way", ["picture-cancel", "mode-digit"])
def test_the_camera_is_let_go_where_no_picture_is_taken(watched, way):
    watched.get_by_test_id(way).click()

    settle(watched, lambda: watched.evaluate(LIVE) == 0)


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        ("NotAllowedError", "The camera was not allowed"),
        ("NotFoundError", "No camera was found"),
        ("NotReadableError", "another program may be using it"),
    ],
)
def test_a_camera_that_cannot_be_had_is_told_in_a_sentence(page, refusal, sentence):
    page.evaluate("(name) => { window.refusal = name; }", refusal)
    page.get_by_test_id("picture-camera").click()

    expect(page.get_by_test_id("picture-problem")).to_contain_text(sentence)
    expect(page.get_by_test_id("picture-file")).to_be_attached()
