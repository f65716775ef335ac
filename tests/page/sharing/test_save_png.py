"""The drawing can be saved as a picture: dark ink on white, named after the guess."""

import pytest
from digits import draw, draw_stroke
from PIL import Image
from playwright.sync_api import expect
from reading import ink, settled_guess
from volumes import rows

LINE = [(0.2, 0.2), (0.5, 0.5), (0.8, 0.8)]


@pytest.mark.parametrize("scheme", rows(["light", "dark"], "dark"))
def test_the_picture_is_the_drawing_in_dark_ink_on_white(page, scheme):
    page.emulate_media(color_scheme=scheme)
    draw_stroke(page, LINE)
    width = page.get_by_test_id("pad").evaluate("(canvas) => canvas.width")
    share_of_ink = ink(page) / width**2
    picture = Image.open(saved(page).path())
    assert (picture.format, picture.size) == ("PNG", (1120, 1120))
    grey = picture.convert("L")
    assert [grey.getpixel(corner) for corner in ((0, 0), (1119, 0), (1119, 1119))] == [255] * 3
    assert grey.getpixel((560, 560)) < 32
    dark = sum(grey.histogram()[:128]) / 1120**2
    assert dark == pytest.approx(share_of_ink, rel=0.02)


def test_the_picture_is_named_after_the_guess(ready_page):
    draw(ready_page, 7)
    assert settled_guess(ready_page) == "7"
    assert saved(ready_page).suggested_filename == "inkglass-7.png"


@pytest.mark.parametrize(
    ("guess", "name"),
    [("", "inkglass.png"), ("?", "inkglass.png"), ("../é b", "inkglass-é-b.png")],
)
def test_the_name_holds_nothing_but_letters_and_digits_of_the_guess(ready_page, guess, name):
    page = ready_page
    draw_stroke(page, LINE)
    settled_guess(page)
    page.get_by_test_id("guess").evaluate("(e, text) => { e.textContent = text; }", guess)
    assert saved(page).suggested_filename == name


def test_saving_breaks_no_policy_and_leaves_the_page(ready_page):
    page = ready_page
    page.evaluate(
        """() => {
          window.violations = [];
          document.addEventListener("securitypolicyviolation", ({ violatedDirective }) =>
            window.violations.push(violatedDirective));
        }"""
    )
    draw(page, 7)
    saved(page)
    assert page.evaluate("violations") == []
    assert settled_guess(page) == "7"


def test_there_is_nothing_to_save_on_a_blank_pad(page):
    expect(page.get_by_test_id("save-png")).to_be_disabled()
    draw_stroke(page, LINE)
    expect(page.get_by_test_id("save-png")).to_be_enabled()


def saved(page):
    with page.expect_download() as download:
        page.get_by_test_id("save-png").click()
    return download.value
