"""A random image of MNIST's test set comes to the pad, and is part of the drawing."""

import gzip
import json

import numpy as np
import pytest
from digits import draw_stroke
from PIL import Image
from playwright.sync_api import expect
from reading import ink, open_with, settle, settled_guess, wait_until_kept, wait_until_ready
from site_server import aborted, altered, held, missing, truncated
from volumes import rows

from inkglass.data.mnist import find_folder, read_test
from inkglass.reading.drawing import network_input

FILE = "mnist-test.digits"
LINE = [(0.1, 0.1), (0.9, 0.9)]
# So that no click scrolls the pad away.
TALL = {"width": 1280, "height": 1100}
CHOOSE = "window.chosen = 0; Math.random = () => (window.chosen + 0.5) / 1000;"
IS_KEPT = """
async (name) => {
  const cache = await caches.open((await caches.keys())[0]);
  return (await cache.keys()).some(({ url }) => url.endsWith(name));
}
"""


@pytest.fixture(scope="module")
def test_set():
    """Return the images and labels that the page chooses from."""
    images, labels = read_test(find_folder())
    return images[::10], labels[::10]


@pytest.fixture(scope="module")
def context_options():
    return {"viewport": TALL}


@pytest.fixture(scope="module")
def init_script():
    return CHOOSE


@pytest.fixture
def visit(new_page, server):
    """Return a page in a profile of its own, which will be kept."""
    page = new_page(viewport=TALL, service_workers="allow")
    page.add_init_script(CHOOSE)
    page.goto(server.url)
    return page


def test_the_file_holds_every_tenth_image(site_folder, test_set):
    images, labels = test_set
    data = gzip.decompress(next(site_folder.rglob(FILE)).read_bytes())
    assert data == labels.tobytes() + images.tobytes()
    assert len(labels) == 1000


@pytest.mark.parametrize("index", rows([0, 1, 6, 999], 0, 999))
def test_the_network_sees_the_image_and_the_page_says_what_it_is(ready_page, test_set, index):
    page = ready_page
    images, labels = test_set
    choose(page, index)
    settled_guess(page)
    seen = page.evaluate("Array.from(readings.at(-1).networkInput)")
    large = np.kron(images[index], np.ones((10, 10), np.uint8))
    assert seen == network_input(large).ravel().tolist()
    article = "an" if labels[index] == 8 else "a"
    expect(label(page)).to_have_text(f"From MNIST's test set: it is {article} {labels[index]}")


def test_an_image_fills_the_pad_as_the_network_gets_it(page, test_set):
    choose(page, 0)
    share = (test_set[0][0] > 127).mean()
    width = page.get_by_test_id("pad").evaluate("(canvas) => canvas.width")
    assert ink(page) / width**2 == pytest.approx(share, rel=0.05)


def test_images_are_fetched_when_they_are_asked_for_and_once(visit, server):
    page = visit
    wait_until_kept(page)
    assert FILE not in server.requests
    choose(page, 0)
    drawn = ink(page)
    choose(page, 1)
    assert ink(page) != drawn
    assert server.requests.count(FILE) == 1


def test_an_image_is_one_step(page):
    draw_stroke(page, LINE)
    own = ink(page)
    choose(page, 0)
    image = ink(page)
    page.get_by_test_id("undo").click()
    assert ink(page) == own
    expect(label(page)).to_be_empty()
    page.get_by_test_id("redo").click()
    assert ink(page) == image
    expect(label(page)).not_to_be_empty()
    page.get_by_test_id("clear").click()
    assert ink(page) == 0
    expect(label(page)).to_be_empty()
    page.get_by_test_id("undo").click()
    assert ink(page) == image


def test_one_can_draw_on_an_image(page):
    choose(page, 0)
    image = ink(page)
    draw_stroke(page, LINE)
    assert ink(page) > image
    expect(label(page)).not_to_be_empty()
    page.get_by_test_id("undo").click()
    assert ink(page) == image


def test_a_reload_keeps_an_image_and_what_is_drawn_on_it(page):
    choose(page, 0)
    draw_stroke(page, LINE)
    drawn, said = ink(page), label(page).inner_text()
    page.reload()
    assert ink(page) == drawn
    expect(label(page)).to_have_text(said)
    page.get_by_test_id("undo").click()
    assert ink(page) == 0


@pytest.mark.parametrize("fault", rows([missing, altered, truncated, aborted], altered))
def test_a_failed_fetch_says_so_and_loses_nothing(page, server, fault):
    draw_stroke(page, LINE)
    own = ink(page)
    server.faults[FILE] = fault
    page.get_by_test_id("random-digit").click()
    note = page.get_by_role("status").get_by_text("The test images could not be fetched.")
    expect(note).to_be_visible()
    assert ink(page) == own
    del server.faults[FILE]
    choose(page, 0)
    expect(page.get_by_test_id("note")).to_be_empty()
    page.get_by_test_id("undo").click()
    assert ink(page) == own


def test_a_slow_fetch_says_that_it_is_under_way(page, server):
    server.faults[FILE] = held
    asked = []
    page.on("request", lambda request: asked.append(request.url.split("/")[-1]))
    page.get_by_test_id("random-digit").click()
    expect(page.get_by_test_id("note")).to_contain_text("Fetching")
    page.get_by_test_id("random-digit").click()
    server.released.set()
    expect(label(page)).not_to_be_empty()
    assert asked.count(FILE) == 1


@pytest.mark.full
@pytest.mark.parametrize(
    "when", rows(["before the first visit is kept", "after that"], "after that")
)
def test_images_that_were_fetched_once_are_there_without_a_server(visit, server, when):
    page = visit
    if when == "after that":
        wait_until_kept(page)
        page.reload()
    choose(page, 0)
    wait_until_kept(page)
    settle(page, lambda: page.evaluate(IS_KEPT, FILE))
    server.stop()
    server.requests.clear()
    page.reload()
    choose(page, 1)
    wait_until_ready(page)
    assert settled_guess(page) != ""
    assert FILE not in server.requests


def test_a_link_does_not_take_an_image(page, server):
    choose(page, 0)
    page.get_by_test_id("copy-link").click()
    expect(page.get_by_test_id("note")).to_contain_text("no test image")
    assert page.url == server.url


def test_a_picture_file_has_the_image(page, test_set):
    choose(page, 0)
    with page.expect_download() as download:
        page.get_by_test_id("save-png").click()
    grey = np.asarray(Image.open(download.value.path()).convert("L"))
    assert ((grey[20::40, 20::40] < 128) == (test_set[0][0] > 127)).mean() > 0.98


def test_a_replay_keeps_the_image_under_the_strokes(page):
    replay = page.get_by_test_id("replay")
    choose(page, 0)
    expect(replay).to_be_disabled()
    image = ink(page)
    value = kept(page)
    value += [[{"x": 10, "y": 4 * i, "width": 8, "time": 399 * i}] for i in range(60)]
    open_with(page, "inkglass:drawing", json.dumps(value))
    whole = ink(page)
    replay.click()
    assert image < ink(page) < whole
    replay.click()
    assert ink(page) == whole


def choose(page, index):
    """Put the image of that index on the pad."""
    page.evaluate("(index) => { window.chosen = index; }", index)
    before = page.evaluate("sessionStorage.getItem('inkglass:drawing')")
    page.get_by_test_id("random-digit").click()
    changed = "sessionStorage.getItem('inkglass:drawing')"
    settle(page, lambda: page.evaluate(changed) != before)


def label(page):
    return page.get_by_test_id("true-label")


def kept(page):
    return json.loads(page.evaluate("sessionStorage.getItem('inkglass:drawing')"))
