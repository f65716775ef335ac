"""A drawing goes into a link and comes out of it; a damaged link does no harm."""

import json
from base64 import urlsafe_b64encode
from itertools import chain
from math import cos

import pytest
from digits import draw, draw_stroke, draw_with_pen, strokes
from playwright.sync_api import expect
from reading import ink, open_with, settled_guess, wait_for, wait_until_ready
from volumes import rows

CLIPBOARD = ["clipboard-read", "clipboard-write"]
REFUSE_CLIPBOARD = """
() => {
  const refusal = new DOMException("No.", "NotAllowedError");
  navigator.clipboard.writeText = () => Promise.reject(refusal);
}
"""
# So that no click scrolls the pad away.
TALL = {"width": 1280, "height": 1000}
KEY = "inkglass:drawing"
LINE = [(0.2, 0.2), (0.5, 0.5), (0.8, 0.8)]
# Three points, and no more than that.
SHORT = "1AwEUmAKYAhSgAaABFKABoAHuKQ"


@pytest.fixture(scope="module")
def context_options():
    return {"permissions": CLIPBOARD, "viewport": TALL}


@pytest.mark.parametrize("digit", rows(range(10), 4, 8))
def test_a_link_to_a_digit_is_short_and_shows_the_same_digit(page, server, digit):
    draw(page, digit)
    link = copied(page)
    assert link.startswith(server.url + "#1")
    assert len(link.partition("#")[2]) < 400
    drawn = ink(page)

    other = opened(page, link)
    assert ink(other) == pytest.approx(drawn, rel=0.03)


def test_what_a_link_shows_is_read_as_what_was_drawn(ready_page):
    draw(ready_page, 8)
    before = settled_guess(ready_page)
    other = opened(ready_page, copied(ready_page))
    wait_until_ready(other)
    assert settled_guess(other) == before == "8"


def test_a_link_to_a_digit_of_many_points_is_short(page):
    turns = [i / 60 for i in range(600)]
    points = [
        {"x": 140 + 100 * cos(turn), "y": 20 + 24 * turn, "width": 20, "time": round(300 * turn)}
        for turn in turns
    ]
    open_with(page, KEY, json.dumps([points]))
    assert len(copied(page).partition("#")[2]) < 600


def test_copying_says_so_until_the_drawing_changes(page):
    draw(page, 7)
    copied(page)
    draw_stroke(page, LINE)
    expect(page.get_by_test_id("note")).to_be_empty()


def test_a_blank_pad_has_no_link(page):
    expect(page.get_by_test_id("copy-link")).to_be_disabled()
    draw_stroke(page, LINE)
    expect(page.get_by_test_id("copy-link")).to_be_enabled()


def test_where_the_clipboard_is_refused_the_link_is_shown(page):
    page.evaluate(REFUSE_CLIPBOARD)
    draw(page, 4)
    page.get_by_test_id("copy-link").click()
    expect(page.get_by_test_id("note")).to_contain_text("by hand")
    link = page.get_by_test_id("link")
    expect(link).to_be_visible()
    assert page.url == link.input_value()
    drawn = ink(page)
    for key in ("End", "Backspace", "Delete"):
        link.press(key)
    assert ink(page) == drawn
    draw_stroke(page, LINE)
    expect(link).to_be_hidden()


def test_a_link_carries_strokes_times_and_widths(page):
    draw_with_pen(page, LINE, 0.2)
    draw_with_pen(page, LINE[::-1], 0.9)
    before = kept(page)
    after = kept(opened(page, copied(page)))
    assert [len(stroke) for stroke in after] == [3, 3]
    for one, other in zip(chain(*before), chain(*after), strict=True):
        assert other["x"] == pytest.approx(one["x"], abs=0.25)
        assert other["y"] == pytest.approx(one["y"], abs=0.25)
        assert other["width"] == pytest.approx(one["width"], abs=0.5)
    times = [point["time"] for stroke in after for point in stroke]
    assert times == sorted(times)
    assert 0 < times[-1] <= 5 * 400


def test_a_linked_drawing_has_the_same_link(page):
    draw(page, 8)
    link = copied(page)
    other = opened(page, link)
    other.get_by_test_id("clear").click()
    other.get_by_test_id("undo").click()
    assert copied(other) == link


def test_a_link_goes_before_the_kept_drawing_which_undo_brings_back(page):
    draw(page, 4)
    link = copied(page)
    page.get_by_test_id("clear").click()
    draw_stroke(page, LINE)
    own = ink(page)
    page.goto("about:blank")
    page.goto(link)
    assert len(kept(page)) == len(strokes(4))
    page.get_by_test_id("undo").click()
    assert ink(page) == own
    page.get_by_test_id("redo").click()
    assert len(kept(page)) == len(strokes(4))


def test_a_link_opened_in_the_open_page_is_shown(page, server):
    draw_stroke(page, LINE)
    own = ink(page)
    page.goto(f"{server.url}#{SHORT}")
    wait_for(page, "sessionStorage.getItem('inkglass:drawing').includes('\"time\":0}]]') === false")
    page.get_by_test_id("undo").click()
    assert ink(page) == own


@pytest.mark.parametrize("is_new", [False, True])
def test_a_link_to_what_is_on_the_pad_leaves_picture_mode(page, is_new):
    draw(page, 4)
    link = copied(page)
    page.get_by_test_id("mode-picture").check()
    assert "#" not in page.url
    if is_new:
        page.goto("about:blank")
    page.goto(link)
    expect(page.get_by_test_id("mode-digit")).to_be_checked()
    assert page.url == link
    assert len(kept(page)) == len(strokes(4))


def test_a_reload_stays_in_picture_mode(page):
    draw(page, 4)
    copied(page)
    page.get_by_test_id("mode-picture").check()
    page.reload()
    expect(page.get_by_test_id("mode-picture")).to_be_checked()


def test_the_address_names_the_drawing_until_it_changes(page, server):
    draw(page, 4)
    link = copied(page)
    assert page.url == link
    page.reload()
    assert page.url == link
    draw_stroke(page, LINE)
    assert page.url == server.url
    page.reload()
    assert len(kept(page)) == len(strokes(4)) + 1


@pytest.mark.parametrize("view", ["doctor", "draw"])
def test_a_view_is_no_drawing(page, server, view):
    draw_stroke(page, LINE)
    page.goto(f"{server.url}#{view}")
    page.reload()
    assert page.url == f"{server.url}#{view}"
    expect(page.get_by_test_id("note")).to_be_empty()
    expect(page.get_by_test_id("doctor")).to_be_visible(visible=view == "doctor")


def damaged_links():
    altered = SHORT[:6] + ("A" if SHORT[6] != "A" else "B") + SHORT[7:]
    return {
        "cut": SHORT[:-4],
        "cut to its version": "1",
        "altered": altered,
        "another version": "2" + SHORT[1:],
        "no base64": "1***",
        "percent signs": "1%00%E2%82",
        "words": "no drawing at all",
        "too long": "1" + "A" * 100_000,
    }


@pytest.mark.parametrize("code", rows(damaged_links(), "cut", "altered", "no base64", "too long"))
def test_a_damaged_link_says_so_and_the_page_works_on(page, server, code):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    draw_stroke(page, LINE)
    own = ink(page)
    page.goto("about:blank")
    page.goto(f"{server.url}#{code}")
    note = page.get_by_role("status").get_by_text("This link's drawing is damaged")
    expect(note).to_be_visible()
    assert ink(page) == own
    page.get_by_test_id("clear").click()
    draw_stroke(page, LINE)
    assert ink(page) > 0
    expect(page.get_by_test_id("note")).to_be_empty()
    assert errors == []


def test_after_a_damaged_link_the_page_reads(ready_page):
    url = ready_page.url
    ready_page.goto("about:blank")
    ready_page.goto(f"{url}#{damaged_links()['altered']}")
    expect(ready_page.get_by_test_id("note")).to_contain_text("damaged")
    draw(ready_page, 7)
    wait_until_ready(ready_page)
    assert settled_guess(ready_page) == "7"
    expect(ready_page.get_by_test_id("note")).to_be_empty()


def test_what_a_link_holds_beyond_the_pad_is_drawn_at_its_edge(page, server):
    # A point at (10000, -10000), 5000 wide, made after 41 minutes.
    code = link_of([1, *number(2 * 250_000 + 1), *number(5000), *number(40_000), *number(39_999)])
    page.goto(f"{server.url}#{code}")
    page.reload()
    ((point,),) = kept(page)
    assert (point["x"], point["y"], point["width"]) == (280, 0, 100)


@pytest.mark.parametrize(
    "data",
    [
        [],
        [0],
        [1],
        [2, 3, 20, 100, 100],
        [*[255] * 20],
        [4001 & 127 | 128, 4001 >> 7] + [0] * 12003,
    ],
    ids=["nothing", "no points", "no point", "one of two", "a number without end", "4001 points"],
)
def test_a_link_whose_checksum_fits_can_be_damaged_too(page, server, data):
    page.goto(f"{server.url}#{link_of(data)}")
    expect(page.get_by_test_id("note")).to_contain_text("damaged")
    assert ink(page) == 0


def test_a_drawing_too_large_for_a_link_is_not_linked(page, server):
    points = [{"x": 40 + 200 * (i % 2), "y": i % 280, "width": 20} for i in range(4001)]
    open_with(page, KEY, json.dumps([points]))
    page.get_by_test_id("copy-link").click()
    expect(page.get_by_test_id("note")).to_contain_text("too large")
    assert page.url == server.url


def copied(page):
    page.get_by_test_id("copy-link").click()
    expect(page.get_by_test_id("note")).to_have_text("Link copied")
    return page.evaluate("navigator.clipboard.readText()")


def opened(page, link):
    """Return another page that has opened the link."""
    other = page.context.new_page()
    other.goto(link)
    expect(other.get_by_test_id("clear")).to_be_enabled()
    return other


def kept(page):
    return json.loads(page.evaluate("sessionStorage.getItem('inkglass:drawing')") or "null")


def link_of(data):
    """Return the code of a link whose bytes are `data`."""
    total = 1
    for byte in data:
        total = (31 * total + byte) & 0xFFFF
    whole = bytes([*data, total >> 8, total & 255])
    return "1" + urlsafe_b64encode(whole).decode().rstrip("=")


def number(value):
    """Return a number as links have it: seven bits a byte, the lowest first."""
    data = []
    while value > 127:
        data.append(value & 127 | 128)
        value >>= 7
    return [*data, value]
