"""Compress a file into another: `compress.py SOURCE TARGET`, with the libdeflate of `.venv`."""

import sys
from pathlib import Path

import deflate

SMALLEST = 12  # the highest level


def main(source: str, target: str) -> None:
    """Write the gzip of `source` to `target`; the same bytes each time."""
    Path(target).write_bytes(deflate.gzip_compress(Path(source).read_bytes(), SMALLEST))


if __name__ == "__main__":
    main(*sys.argv[1:])
