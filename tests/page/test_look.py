"""The layout at the sizes of a phone, a tablet and a desk, light and dark, in every state."""

from itertools import combinations

import pytest
from digits import draw
from playwright.sync_api import expect
from reading import settled_guess, wait_until_failed, wait_until_ready
from site_server import held, missing
from volumes import rows

WASM = "pyodide.asm.wasm"
TOOLS = ["undo", "redo", "clear", "replay", "save-png", "copy-link", "random-digit"]
PARTS = ["pad", *TOOLS, "status", "guess", "network-input", "model"]
READ = ["h1", ".masthead__lead", ".command", ".status__text", ".seen__caption", ".bar--winner"]
BARS = [f"probability-{digit}" for digit in range(10)]

WIDTHS = [390, 768, 1280]

sizes = pytest.mark.parametrize("width", rows(WIDTHS, 390, 1280))
OFTEN = ((390, "light"), (1280, "dark"))
looks = pytest.mark.parametrize(
    ("width", "scheme"),
    [
        pytest.param(width, scheme, marks=[] if (width, scheme) in OFTEN else [pytest.mark.full])
        for width in WIDTHS
        for scheme in ("light", "dark")
    ],
)


@looks
def test_parts_fit_the_width_and_do_not_overlap(ready_page, width, scheme):
    page = ready_page
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    assert_tidy(page)
    draw(page, 7)
    assert settled_guess(page) == "7"
    assert_tidy(page)


@pytest.mark.full
def test_no_state_moves_another_part(new_page, server):
    server.faults[WASM] = held
    page = new_page()
    page.goto(server.url)
    expect(page.get_by_test_id("status")).to_have_attribute("data-state", "loading")
    page.evaluate("document.fonts.ready")
    loading = places_at_all_widths(page)
    expect(page.get_by_test_id("status")).to_have_attribute("data-state", "loading")
    server.released.set()
    wait_until_ready(page)
    assert places_at_all_widths(page) == loading
    draw(page, 7)
    assert settled_guess(page) == "7"
    assert places_at_all_widths(page) == loading


@sizes
def test_every_command_can_be_touched(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    for name in TOOLS:
        box = page.get_by_test_id(name).bounding_box()
        assert min(box["width"], box["height"]) >= 44, name


@pytest.mark.parametrize("width", rows([360, 390, 720, 768, 820, 1280], 360, 820))
@pytest.mark.parametrize("mode", ["digit", "number"])
def test_commands_stand_in_one_row_that_fits(page, width, mode):
    page.set_viewport_size({"width": width, "height": 844})
    page.get_by_test_id(f"mode-{mode}").check()
    expect(page.get_by_test_id("random-digit")).to_have_text(f"Random {mode}")
    page.evaluate("document.fonts.ready")
    row = [page.get_by_test_id(name).bounding_box() for name in TOOLS[3:]]
    assert {box["y"] for box in row} == {row[0]["y"]}
    assert {box["height"] for box in row} == {44}
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@sizes
def test_what_is_said_of_a_command_moves_no_other_part(ready_page, width):
    page = ready_page
    page.set_viewport_size({"width": width, "height": 844})
    page.evaluate("document.fonts.ready")
    before = places(page)
    page.get_by_test_id("random-digit").click()
    expect(page.get_by_test_id("true-label")).not_to_be_empty()
    page.get_by_test_id("copy-link").click()
    expect(page.get_by_test_id("note")).not_to_be_empty()
    page.evaluate("scrollTo(0, 0)")
    assert places(page) == before


def test_an_error_fits_its_place(new_page, server):
    server.faults[WASM] = missing
    page = new_page()
    page.goto(server.url)
    wait_until_failed(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert_tidy(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(ready_page, scheme):
    page = ready_page
    page.emulate_media(color_scheme=scheme)
    draw(page, 7)
    assert settled_guess(page) == "7"
    for selector in READ:
        assert contrast(page, selector) >= 4.5, selector


def assert_tidy(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    boxes = places(page)
    overlapping = [
        (one, other) for one, other in combinations(boxes, 2) if overlap(boxes[one], boxes[other])
    ]
    assert overlapping == []


def places(page):
    return {name: page.get_by_test_id(name).bounding_box() for name in PARTS + BARS}


def places_at_all_widths(page):
    def places_at(width):
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate("scrollTo(0, 0)")
        return places(page)

    return {width: places_at(width) for width in WIDTHS}


def overlap(one, other):
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def contrast(page, selector):
    """Return the contrast ratio of an element's text to the page's ground, as WCAG 2.2 has it."""
    colours = page.evaluate(
        """(selector) => [getComputedStyle(document.querySelector(selector)).color,
                          getComputedStyle(document.body).backgroundColor]""",
        selector,
    )
    dark, light = sorted(luminance(colour) for colour in colours)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    levels = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = [
        level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in levels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
