"""What a file's first bytes say of the picture in it, beside what Pillow writes."""

import base64
import io
import json
import subprocess
from pathlib import Path

import pytest
from PIL import Image

HEADER = Path(__file__).resolve().parents[3] / "web" / "picture" / "image-header.js"
# Answers each line, a file in base64, with what its header says.
READ = """
import { createInterface } from "node:readline";
const { readImageHeader } = await import(process.argv[1]);
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(readImageHeader(new Uint8Array(Buffer.from(line, "base64")))));
}
"""
SIZES = [(1, 1), (300, 200), (257, 4097)]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def encoded(kind, size, **options):
    file = io.BytesIO()
    Image.new("RGB", size, "white").save(file, kind, **options)
    return file.getvalue()


@pytest.fixture(scope="module")
def header():
    """Return a function that reads a file's header, in a Node that the module's tests share."""
    command = ["node", "--input-type=module", "--eval", READ, HEADER.as_uri()]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as node:

        def header(data):
            node.stdin.write(base64.b64encode(data).decode() + "\n")
            node.stdin.flush()
            return json.loads(node.stdout.readline())

        yield header
        node.stdin.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("JPEG", {"exif": b"Exif\0\0" + bytes(60_000), "icc_profile": bytes(150_000)}),
        ("GIF", {}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"icc_profile": bytes(200)}),
        ("BMP", {}),
        ("AVIF", {}),
    ],
    ids=[
        "PNG",
        "JPEG",
        "progressive JPEG",
        "JPEG behind much else",
        "GIF",
        "lossy WebP",
        "lossless WebP",
        "extended WebP",
        "BMP",
        "AVIF",
    ],
)
def test_type_and_size_are_those_of_the_picture(header, kind, options, size):
    found = header(encoded(kind, size, **options))
    assert found == {"type": kind.lower(), "width": size[0], "height": size[1]}


def test_a_height_below_zero_counts_rows_from_the_top(header):
    data = bytearray(encoded("BMP", (30, 20)))
    data[22:26] = (-20).to_bytes(4, "little", signed=True)
    assert header(data) == {"type": "bmp", "width": 30, "height": 20}


def test_an_old_bitmap_has_short_sizes(header):
    core = b"BM" + bytes(12) + (12).to_bytes(4, "little") + b"\x1e\x00\x14\x00" + bytes(8)
    assert header(core) == {"type": "bmp", "width": 30, "height": 20}


def test_the_largest_of_a_heic_pictures_sizes_counts(header):
    def size(width, height):
        return b"\0\0\0\x14ispe\0\0\0\0" + width.to_bytes(4) + height.to_bytes(4)

    brands = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    data = brands + size(512, 512) + size(4032, 3024) + size(320, 240)
    assert header(data) == {"type": "heic", "width": 4032, "height": 3024}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", None),
        (b"\x89PN", None),
        (b"Dear all,\nhere is the picture.\n", "text"),
        ("Ein schöner Text, mittendrin geschnitten: ä".encode()[:-1], "text"),
        (b"<html><body>Not found</body></html>", "text"),
        (SVG.encode(), "svg"),
        (b"\xef\xbb\xbf" + f'<?xml version="1.0"?>\n<!-- made by hand -->\n{SVG}'.encode(), "svg"),
        (encoded("TIFF", (9, 9)), "tiff"),
        (b"%PDF-1.7\n%\x93\x8c\x8b\x9e\n", None),
        (bytes(range(256)), None),
        (b"\0\0\0\x18ftypisom\0\0\0\0mp42isom", None),
    ],
)
def test_what_has_no_size_is_told_by_its_type(header, data, expected):
    assert header(data) == {"type": expected}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_a_header_that_is_cut_off_has_no_size(header, kind):
    data = encoded(kind, (30, 20))
    for length in (14, 9 if kind == "GIF" else 17):
        assert header(data[:length]).get("width") in (None, 30)
    assert header(data[: 9 if kind == "GIF" else 17]) == {"type": kind.lower()}
