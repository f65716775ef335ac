"""Picture files → the pixels of a drawing, ink bright on dark. Needs Pillow."""

import warnings

import numpy as np
from PIL import ExifTags, Image, ImageOps

FORMATS = ("PNG", "JPEG")
SIDEWAYS = (5, 6, 7, 8)  # EXIF orientations that swap width and height
LONGEST = 1000  # pixels; a larger picture is made smaller
LONGEST_PHOTOGRAPH = 1600


def read_picture(path):
    """Return the picture as grey bytes (H, W), ink bright on a ground of 0.

    The picture is turned as its EXIF orientation says; what is transparent becomes ground; dark
    ink on light paper becomes its negative; the paper's own grey is taken away. Raises OSError
    where the file cannot be read, ValueError where it holds no picture.
    """
    return _read(path, lambda image: _ink(_grey(image, LONGEST)))


def read_levels(path):
    """Return the grey levels of a photograph as they are, uint8 (H, W), 255 white.

    It is turned as its EXIF orientation says. Raises as `read_picture` does.
    """
    return _read(path, lambda image: _grey(image, LONGEST_PHOTOGRAPH).round().astype(np.uint8))


def upright_size(path):
    """Return the picture's width and height in pixels, turned as its EXIF orientation says.

    Raises as `read_picture` does.
    """

    def size(image):
        is_turned = image.getexif().get(ExifTags.Base.Orientation) in SIDEWAYS
        return image.size[::-1] if is_turned else image.size

    return _read(path, size)


def _read(path, read):
    """Return what `read` makes of the picture in a file."""
    with open(path, "rb") as file:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                image = Image.open(file, formats=FORMATS)
            return read(image)
        except Exception as error:  # decoders raise many kinds on damaged data
            raise ValueError(f"{path}: expected a PNG or JPEG picture ({error})") from None


def _grey(image, longest):
    """Return the upright picture's grey levels as float64 (H, W), its sides at most `longest`."""
    if image.mode.startswith("I"):  # 16 bits, which Pillow would cut off at 255
        image = Image.fromarray((np.asarray(image) // 257).astype(np.uint8))
    image = ImageOps.exif_transpose(image)
    if not image.has_transparency_data:
        image = image.convert("L")
        image.thumbnail((longest, longest))
        return np.asarray(image, float)
    image = image.convert("LA")
    image.thumbnail((longest, longest))
    grey, alpha = np.moveaxis(np.asarray(image, float), -1, 0)
    return _on_ground(grey, alpha / 255)


def _on_ground(grey, opacity):
    """Lay a picture with opacity in [0, 1] on white if what shows is dark, else on black."""
    shown = opacity.sum()
    is_dark = shown == 0 or (grey * opacity).sum() / shown < 128
    return grey * opacity + (255 if is_dark else 0) * (1 - opacity)


def _ink(grey):
    """Return the ink of grey levels (H, W) as bytes on a ground of 0, the ground being the edge's.

    Levels are stretched unless there is hardly any contrast; noise of the ground is taken off.
    """
    edge = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if np.median(edge) > 127:
        grey, edge = 255 - grey, 255 - edge
    ground = np.median(edge)
    noise = 2 * np.median(np.abs(edge - ground))
    ink = np.clip(grey - ground - noise, 0, None)
    if ink.max() > 40:
        ink *= 255 / ink.max()
    return ink.round().astype(np.uint8)
