import gzip

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from inkglass.data.idx import read_images, read_labels, read_pair, write_idx

IMAGES = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)
IMAGE_BYTES = bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, *range(24)])
LABEL_BYTES = bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 9])
# Without the time of day in it, which would give two workers tests of different names.
GZIPPED = gzip.compress(IMAGE_BYTES, mtime=0)


@pytest.fixture
def write(tmp_path):
    def write_file(data, name="some-idx"):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write_file


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_images_are_read_plain_or_gzipped(write, pack):
    assert_array_equal(read_images(write(pack(IMAGE_BYTES))), IMAGES)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_labels_are_read_plain_or_gzipped(write, pack):
    assert_array_equal(read_labels(write(pack(LABEL_BYTES))), [7, 9])


def test_no_images_are_read_as_none(write):
    data = bytes([0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 4])

    assert read_images(write(data)).shape == (0, 3, 4)


@pytest.mark.parametrize("name", ["images-idx", "images-idx.gz"])
def test_what_is_written_is_read_back(tmp_path, name):
    write_idx(tmp_path / name, IMAGES)

    assert_array_equal(read_images(tmp_path / name), IMAGES)


def test_the_bytes_written_are_those_of_the_format(tmp_path):
    write_idx(tmp_path / "images", IMAGES)

    assert (tmp_path / "images").read_bytes() == IMAGE_BYTES


def test_a_gzipped_file_does_not_tell_the_time(tmp_path):
    write_idx(tmp_path / "a.gz", IMAGES)

    assert (tmp_path / "a.gz").read_bytes()[4:8] == bytes(4)


@pytest.mark.parametrize("array", [np.zeros(3), np.array(3, np.uint8)])
def test_only_uint8_arrays_with_axes_are_written(tmp_path, array):
    with pytest.raises(ValueError, match=r"out: expected a uint8 array with axes, received"):
        write_idx(tmp_path / "out", array)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "expected the magic number 0x00000803, found an empty file"),
        (b"\0\0", "expected the magic number 0x00000803, found 0x0000"),
        (LABEL_BYTES, "expected the magic number 0x00000803, found 0x00000801"),
        (b"\0\0\x0d\x03" + IMAGE_BYTES[4:], "found 0x00000d03"),
        (IMAGE_BYTES[:10], "expected a header of 16 bytes, found 10"),
        (IMAGE_BYTES[:-1], r"expected 24 bytes .* shape \(2, 3, 4\), found 23"),
        (IMAGE_BYTES + b"\0", r"expected 24 bytes .* shape \(2, 3, 4\), found 25"),
        (IMAGE_BYTES[:7] + b"\3" + IMAGE_BYTES[8:], "expected 36 bytes .*, found 24"),
        (IMAGE_BYTES[:4] + b"\xff" * 12 + IMAGE_BYTES[16:], r"expected \d+ bytes .*, found 24"),
        (GZIPPED[:-9], "expected the end of the gzipped data"),
        (GZIPPED[:-1], "expected the end of the gzipped data"),
        (GZIPPED + b"more", "found 4 surplus bytes"),
        (GZIPPED[:-5] + b"12345", "expected gzipped data, found damage"),
        (gzip.compress(IMAGE_BYTES[:-1], mtime=0), "expected 24 bytes .*, found 23"),
    ],
)
def test_a_wrong_file_is_named_with_what_was_expected_and_found(write, data, message):
    with pytest.raises(ValueError, match=rf"some-idx: .*{message}"):
        read_images(write(data))


def test_a_label_out_of_range_is_named_with_its_position(write):
    with pytest.raises(ValueError, match="some-idx: expected labels from 0 to 9, found 10 at .* 1"):
        read_labels(write(LABEL_BYTES[:-1] + b"\x0a"))


def test_images_and_labels_of_different_length_are_refused(write):
    images = write(IMAGE_BYTES, "the-images")
    labels = write(bytes([0, 0, 8, 1, 0, 0, 0, 1, 7]), "the-labels")

    with pytest.raises(ValueError, match="the-labels: expected 2 labels.*the-images, found 1"):
        read_pair(images, labels)


def test_a_gzip_bomb_is_refused_at_the_limit(write, monkeypatch):
    monkeypatch.setattr("inkglass.data.idx.MAX_BYTES", 10_000)

    with pytest.raises(ValueError, match="some-idx: expected at most 10000 bytes, found more"):
        read_images(write(gzip.compress(IMAGE_BYTES + bytes(10**6))))


def test_every_flipped_byte_of_the_header_is_noticed(write):
    for place in range(16):
        data = bytearray(IMAGE_BYTES)
        data[place] ^= 0x10
        with pytest.raises(ValueError, match="some-idx: expected"):
            read_images(write(data))
