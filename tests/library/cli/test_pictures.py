import io

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from PIL import Image
from strokes import draw

from inkglass.cli.pictures import read_picture
from inkglass.reading.drawing import network_input

DRAWING = draw(7, size=100)


@pytest.fixture
def save(tmp_path):
    def save_picture(image, name="seven.png", **options):
        image.save(tmp_path / name, **options)
        return tmp_path / name

    return save_picture


def difference(pixels):
    return np.abs(pixels.astype(int) - DRAWING).mean()


def transparent(grey, alpha):
    return Image.merge("LA", [Image.fromarray(grey), Image.fromarray(alpha)])


def test_bright_ink_on_dark_is_read_as_it_is(save):
    assert_array_equal(read_picture(save(Image.fromarray(DRAWING))), DRAWING)


def test_dark_ink_on_light_is_inverted(save):
    assert_array_equal(read_picture(save(Image.fromarray(255 - DRAWING))), DRAWING)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "1", "LA"])
def test_other_modes_are_read(save, mode):
    assert difference(read_picture(save(Image.fromarray(DRAWING).convert(mode)))) < 3


def test_sixteen_bits_are_read(save):
    deep = Image.fromarray(DRAWING.astype(np.uint16) * 257)

    assert_array_equal(read_picture(save(deep)), DRAWING)


@pytest.mark.parametrize("ink", [0, 255])
def test_ink_on_a_transparent_ground_is_read(save, ink):
    picture = transparent(np.full_like(DRAWING, ink), DRAWING)

    assert difference(read_picture(save(picture))) < 2


def test_a_jpeg_on_grey_paper_is_read(save, rng):
    paper = 190 - DRAWING * 0.5 + rng.normal(0, 3, DRAWING.shape)
    picture = Image.fromarray(paper.clip(0, 255).astype(np.uint8))

    pixels = read_picture(save(picture, "seven.jpg", quality=80))

    assert difference(pixels) < 6
    assert (pixels[DRAWING == 0] == 0).mean() > 0.6


def test_empty_paper_is_blank(save, rng):
    paper = rng.normal(190, 3, (60, 60)).clip(0, 255).astype(np.uint8)

    assert network_input(read_picture(save(Image.fromarray(paper)))) is None


def test_exif_orientation_is_followed(save):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    turned = Image.fromarray(np.rot90(DRAWING).copy())

    pixels = read_picture(save(turned, "seven.jpg", exif=exif, quality=95))

    assert difference(pixels) < 3


def test_a_large_picture_is_made_smaller(save):
    pixels = read_picture(save(Image.fromarray(DRAWING.repeat(20, 0).repeat(20, 1))))

    assert pixels.shape == (1000, 1000)


@pytest.mark.parametrize("level", [0, 128, 255])
def test_an_even_picture_is_blank(save, level):
    assert read_picture(save(Image.new("L", (30, 20), level))).max() == 0


def png():
    file = io.BytesIO()
    Image.fromarray(DRAWING).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("data", [b"", b"some text", png()[:200], png()[:-30] + b"\0" * 30])
def test_what_is_no_picture_is_named(tmp_path, data):
    path = tmp_path / "odd.png"
    path.write_bytes(data)

    with pytest.raises(ValueError, match=r"odd\.png: expected a PNG or JPEG picture"):
        read_picture(path)


def test_a_missing_picture_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_picture(tmp_path / "none.png")
