import numpy as np
import pytest
from numpy.testing import assert_array_equal
from strokes import draw

from inkglass.reading.drawing import network_input, network_tensor


def centre_of_mass(image):
    image = image.astype(float)
    axes = np.arange(image.shape[0]), np.arange(image.shape[1])
    return (image.sum(1) @ axes[0] / image.sum(), image.sum(0) @ axes[1] / image.sum())


def plain_fit(ink):
    """Scale by area averaging so that the longer side is 20, by the definition, pixel by pixel."""
    H, W = ink.shape
    cell = max(H, W) / 20
    rows, columns = (int(np.ceil(extent / cell - 1e-9)) for extent in (H, W))
    top, left = (rows * cell - H) / 2, (columns * cell - W) / 2
    out = np.zeros((rows, columns))
    for i, j in np.ndindex(out.shape):
        for y in range(H):
            high = min((i + 1) * cell - top, y + 1) - max(i * cell - top, y)
            for x in range(W) if high > 0 else ():
                wide = min((j + 1) * cell - left, x + 1) - max(j * cell - left, x)
                out[i, j] += high * max(wide, 0) * ink[y, x] / cell**2
    return out


def box(image):
    rows, columns = image.any(axis=1).nonzero()[0], image.any(axis=0).nonzero()[0]
    return image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def test_a_square_of_ink_becomes_a_centred_square_of_twenty():
    pixels = np.zeros((280, 280), np.uint8)
    pixels[10:50, 200:240] = 255

    image = network_input(pixels)

    expected = np.zeros((28, 28))
    expected[4:24, 4:24] = 255
    assert image.dtype == np.uint8
    assert_array_equal(image, expected)


@pytest.mark.parametrize(
    "shape", [(20, 20), (7, 7), (1, 1), (33, 21), (21, 33), (47, 5), (3, 61), (20, 1), (21, 20)]
)
def test_scaling_equals_area_averaging_by_its_definition(rng, shape):
    ink = rng.integers(128, 256, shape, np.uint8)
    expected = plain_fit(ink)
    expected = np.floor(expected * 255 / expected.max() + 0.5)

    image = network_input(np.pad(ink, 5))

    assert np.abs(box(image).astype(float) - expected).max() <= 1


@pytest.mark.parametrize("factor", [1, 2, 5, 10])
def test_mnist_images_come_out_nearly_as_they_went_in(test_digits, factor):
    images = test_digits[0][:200]
    enlarged = images.repeat(factor, axis=1).repeat(factor, axis=2)

    again = np.array([network_input(image) for image in enlarged])

    difference = np.abs(again.astype(int) - images).max(axis=(1, 2))
    assert np.median(difference) <= 1
    assert (difference < 40).mean() > 0.97  # of the rest, the middle is rounded the other way


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize(
    "place", [(0.02, 0.02, 0.12, 0.15), (0.83, 0.8, 0.13, 0.17), (0.05, 0.05, 0.85, 0.9)]
)
def test_place_and_size_on_the_pad_hardly_matter(digit, place):
    middle = network_input(draw(digit, box=(0.25, 0.2, 0.5, 0.6), width=0.06))
    scale = place[3] / 0.6
    box_elsewhere = (place[0], place[1], 0.5 * scale, place[3])

    image = network_input(draw(digit, box=box_elsewhere, width=0.06 * scale))

    # The middle, a whole number of pixels, may be rounded the other way.
    moved = [np.roll(image, (i, j), (0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    assert min(np.abs(m.astype(float) - middle).mean() for m in moved) < 12


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize("width", [0.01, 0.06, 0.12])
def test_the_centre_of_mass_is_in_the_middle_and_the_box_is_twenty(digit, width):
    image = network_input(draw(digit, width=width))

    rows, columns = centre_of_mass(image)
    # A digit heavy on one side stops at the frame: nothing of it is cut off.
    assert 12 < rows < 15
    assert 12 < columns < 15
    assert max(box(image).shape) == 20
    assert image.max() == 255


@pytest.mark.parametrize("width", [0.004, 0.008, 0.015])
def test_a_hairline_is_as_bright_as_other_ink(width):
    assert network_input(draw(3, width=width)).max() == 255


def test_ink_heavy_on_one_side_is_not_cut_off():
    pixels = np.zeros((200, 200), np.uint8)
    pixels[:20] = 255
    pixels[:, :4] = 255

    image = network_input(pixels)

    assert_array_equal(box(image).shape, (20, 20))
    assert image[0, 27] == 0
    assert image[8:28].any(axis=1).all()


def test_faint_haze_does_not_widen_the_crop(rng):
    pixels = draw(5)
    hazy = np.maximum(pixels, rng.integers(0, 20, pixels.shape, np.uint8))

    difference = np.abs(network_input(hazy).astype(float) - network_input(pixels))

    assert difference.max() < 30


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (280, 280), (3, 1000)])
@pytest.mark.parametrize("level", [0, 31])
def test_a_blank_drawing_has_no_input(shape, level):
    assert network_input(np.full(shape, level, np.uint8)) is None


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (2, 3), (2000, 1500)])
def test_any_size_will_do(shape):
    image = network_input(np.full(shape, 200, np.uint8))

    assert image.shape == (28, 28)
    assert image.max() == 255


def test_a_view_of_pixels_is_read_like_a_copy(rng):
    pixels = rng.integers(0, 256, (60, 80), np.uint8)[::2, ::-1].T

    assert_array_equal(network_input(pixels), network_input(pixels.copy()))


def test_the_pixels_are_left_as_they_are():
    pixels = draw(8)
    before = pixels.copy()

    network_input(pixels)

    assert_array_equal(pixels, before)


@pytest.mark.parametrize(
    ("pixels", "message"),
    [
        (np.zeros((28, 28)), "expected an array of uint8, received float64"),
        ([[0, 1]], "expected an array of uint8, received list"),
        (np.zeros(784, np.uint8), r"shape \(H, W\).*received \(784,\)"),
        (np.zeros((28, 28, 1), np.uint8), r"received \(28, 28, 1\)"),
        (np.zeros((0, 28), np.uint8), r"both at least 1, received \(0, 28\)"),
        (np.zeros((28, 0), np.uint8), r"received \(28, 0\)"),
    ],
)
def test_anything_but_grey_bytes_is_refused(pixels, message):
    with pytest.raises(ValueError, match=message):
        network_input(pixels)


def test_the_tensor_maps_bytes_to_the_networks_range():
    images = np.zeros((2, 28, 28), np.uint8)
    images[1] = 255

    x = network_tensor(images)

    assert x.shape == (2, 28, 28, 1)
    assert x.dtype == np.float32
    assert (x[0] == -0.5).all()
    assert (x[1] == 0.5).all()


def test_the_tensor_is_made_where_one_wants_it(rng):
    images = rng.integers(0, 256, (2, 28, 28), np.uint8)
    out = np.full((2, 28, 28, 1), 9, np.float32)

    assert network_tensor(images, out) is out
    assert_array_equal(out[..., 0], images / np.float32(255) - np.float32(0.5))
