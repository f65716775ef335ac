"""`inkglass predict`."""

import json

import numpy as np
import pytest
from command_line import MODELS, assert_one_line
from PIL import Image
from strokes import draw

PLACES = (60, 300, 540)  # from the left, of the digits of a number


@pytest.fixture
def folder(tmp_path):
    """A folder with pictures of a 3, of a 7, of none, of a number and of two lines of digits."""
    Image.fromarray(draw(3)).save(tmp_path / "three.png")
    Image.fromarray(255 - draw(7)).save(tmp_path / "seven.jpg")
    Image.new("L", (50, 50)).save(tmp_path / "empty.png")
    Image.fromarray(255 - number(7, 0, 3)).save(tmp_path / "number.png")
    page = np.full((700, 900), 200, np.uint8)
    page[60:220] -= number(7, 0, 3, shape=(160, 900)) // 2
    page[400:560] -= number(2, 6, shape=(160, 900)) // 2
    Image.fromarray(page).save(tmp_path / "page.png")
    (tmp_path / "odd.png").write_text("no picture")
    return tmp_path


def number(*digits, shape=(200, 900)):
    """Return a drawing in which digits stand side by side, 112 pixels high."""
    pixels = np.zeros(shape, np.uint8)
    for left, digit in zip(PLACES, digits, strict=False):
        pixels[:160, left : left + 160] = draw(digit, size=160)
    return pixels


@pytest.fixture
def predict(inkglass, folder):
    def run(*arguments):
        return inkglass("predict", MODELS / "default.npz", *arguments)

    return run


def objects(done):
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_pictures_are_read_and_a_bad_one_stops_none(predict):
    done = predict("three.png", "odd.png", "none.png", "empty.png", "seven.jpg")

    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert [line[: line.index(":") + 3] for line in lines] == [
        "three.png: 3",
        "empty.png: b",
        "seven.jpg: 7",
    ]
    assert [line.split(":")[1] for line in done.stderr.splitlines()] == [" odd.png", " none.png"]


@pytest.mark.parametrize("name", ["odd.png", "none.png"])
@pytest.mark.parametrize("kind", [(), ("--number",), ("--photograph",), ("--json",)])
def test_a_bad_picture_is_one_line(predict, kind, name):
    assert_one_line(predict(*kind, name), name)


def test_a_whole_number_is_read(predict):
    done = predict("--number", "number.png", "three.png", "empty.png")

    lines = done.stdout.splitlines()
    assert [line.partition(" (")[0] for line in lines] == [
        "number.png: 703",
        "three.png: 3",
        "empty.png: blank",
    ]
    assert done.stderr == ""


def test_a_photographs_lines_are_read_with_their_boxes(predict):
    done = predict("--photograph", "page.png")

    lines = [line.removeprefix("page.png: ") for line in done.stdout.splitlines()]
    assert [line.partition(" ")[0] for line in lines] == ["703", "26"]
    place, size = lines[0].partition(" at ")[2].split(", ")
    left, top = map(int, place.split(","))
    width, height = map(int, size.split("x"))
    assert abs(left - 95) < 15
    assert abs(top - 80) < 10
    assert abs(left + width - 665) < 20
    assert abs(height - 120) < 15


@pytest.mark.parametrize("kind", ["--number", "--photograph"])
def test_json_tells_all_of_each_digit(predict, kind):
    (found,) = objects(predict("--json", kind, "number.png"))

    assert found["file"] == "number.png"
    (line,) = found["lines"]
    assert [digit["label"] for digit in line] == ["7", "0", "3"]
    for digit, left in zip(line, PLACES, strict=True):
        assert list(digit["probabilities"]) == list("0123456789")
        assert digit["confidence"] == digit["probabilities"][digit["label"]] > 0.5
        x, y, width, height = digit["box"]
        assert left < x < x + width < left + 160
        assert abs(y - 18) < 8
        assert abs(height - 122) < 12


def test_json_of_a_digit_and_of_nothing(predict):
    seven, empty = objects(predict("--json", "seven.jpg", "empty.png"))

    assert seven["file"] == "seven.jpg"
    assert [[digit["label"] for digit in line] for line in seven["lines"]] == [["7"]]
    assert empty == {"file": "empty.png", "lines": []}


def test_boxes_are_in_pixels_of_the_file(predict, folder):
    turned = Image.fromarray(255 - number(7, 0, 3)).resize((2700, 600)).transpose(Image.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # upright when it is turned back
    turned.save(folder / "large.png", exif=exif)

    for kind in ("--number", "--photograph"):
        (found,) = objects(predict("--json", kind, "large.png"))

        (line,) = found["lines"]
        assert [digit["label"] for digit in line] == ["7", "0", "3"]
        left, top, _, height = line[0]["box"]
        assert 3 * 60 < left < 3 * 130
        assert abs(top - 3 * 18) < 24
        assert abs(height - 3 * 122) < 36


def star(x, y):
    x, y = abs(x), abs(y)
    return np.minimum(np.minimum(x, y), abs(x - y)) < 10


def stripes(_, y):
    return y // 20 % 2 == 0


@pytest.mark.parametrize("is_ink", [star, stripes])
def test_what_is_no_digit_gets_a_question_mark(predict, folder, is_ink):
    y, x = np.indices((200, 200)) - 100
    ink = is_ink(x, y) & (abs(x) < 80) & (abs(y) < 80)
    Image.fromarray(np.where(ink, 255, 0).astype(np.uint8)).save(folder / "drawing.png")

    done = predict("drawing.png")
    (found,) = objects(predict("--json", "drawing.png"))

    assert done.stdout.startswith("drawing.png: ? (nearest to ")
    assert found["lines"][0][0]["label"] == "?"


def test_a_number_and_a_photograph_at_once_is_one_line(predict):
    assert_one_line(predict("--number", "--photograph", "number.png"), "not allowed", code=2)
