"""Drawing the icons of an installed page from `web/icon.svg`: python icons.py FOLDER.

Run by the interpreter of `.venv`, which has Pillow. The same drawing gives the same bytes.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, hypot
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageDraw

SOURCE = Path(__file__).resolve().parents[2] / "web" / "icon.svg"
SVG = "{http://www.w3.org/2000/svg}"
SUPERSAMPLING = 4
CURVE_STEPS = 64

Point = tuple[float, float]


@dataclass
class Drawing:
    """A stroke on a rounded square: lengths in the drawing's own units, colours as `#rrggbb`."""

    side: float
    radius: float
    ground: str
    ink: str
    line: list[Point]
    line_width: float


@dataclass
class Icon:
    """How one file shows the drawing.

    An icon that `bleeds` fills its square to the corners, since the system cuts its own shape out
    of it; `scale` then keeps the stroke clear of the cut. A maskable icon's safe zone is a circle
    of 0.4 of the side (W3C Web Application Manifest).
    """

    name: str
    size: int
    bleeds: bool = False
    scale: float = 1.0


ICONS = (
    Icon("icon-192.png", 192),
    Icon("icon-512.png", 512),
    Icon("maskable-512.png", 512, bleeds=True, scale=0.9),
    Icon("apple-touch-icon.png", 180, bleeds=True),
)


def read_drawing(source: Path) -> Drawing:
    """Read the icon's SVG: a `rect`, a `path`, and the light scheme's colours, which come first."""
    root = ElementTree.parse(source).getroot()
    rect, path = root.find(f"{SVG}rect"), root.find(f"{SVG}path")
    ground, ink = re.findall(r"#[0-9a-f]{6}", root.findtext(f"{SVG}style"))[:2]
    return Drawing(
        side=float(rect.get("width")),
        radius=float(rect.get("rx")),
        ground=ground,
        ink=ink,
        line=list(_points(path.get("d"))),
        line_width=float(path.get("stroke-width")),
    )


def _points(commands: str) -> Iterator[Point]:
    """Yield the corners of a path of M, H and Q commands, and points along its curves."""
    x = y = 0.0
    for command, text in re.findall(r"([A-Z])([^A-Z]*)", commands):
        values = [float(value) for value in text.split()]
        if command == "M":
            x, y = values
        elif command == "H":
            (x,) = values
        elif command == "Q":
            yield from _curve((x, y), *zip(values[::2], values[1::2], strict=True))
            x, y = values[2:]
        else:
            raise ValueError(f"{SOURCE.name}: the path command {command} is not drawn here")
        yield x, y


def _curve(start: Point, control: Point, end: Point) -> Iterator[Point]:
    for t in (i / CURVE_STEPS for i in range(1, CURVE_STEPS)):
        yield tuple(
            (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c
            for a, b, c in zip(start, control, end, strict=True)
        )


def draw(drawing: Drawing, icon: Icon) -> Image.Image:
    """Return the icon as an RGBA image with smooth edges."""
    side = icon.size * SUPERSAMPLING
    unit = side / drawing.side
    image = Image.new("RGBA", (side, side), drawing.ground + "00")
    brush = ImageDraw.Draw(image)
    radius = 0 if icon.bleeds else drawing.radius * unit
    brush.rounded_rectangle((0, 0, side - 1, side - 1), radius, fill=drawing.ground)
    width = drawing.line_width * unit * icon.scale
    line = [
        [side / 2 + (c * unit - side / 2) * icon.scale for c in point] for point in drawing.line
    ]
    for x, y in _filled_in(line):
        brush.circle((x, y), width / 2, fill=drawing.ink)
    # Averages whole blocks of premultiplied pixels, so that no dark rim appears.
    return image.convert("RGBa").reduce(SUPERSAMPLING).convert("RGBA")


def _filled_in(line: list[list[float]]) -> Iterator[Point]:
    """Yield points of a line a pixel apart: a round brush on each has round caps and joins."""
    for (x0, y0), (x1, y1) in pairwise(line):
        steps = max(1, ceil(hypot(x1 - x0, y1 - y0)))
        for i in range(steps + 1):
            yield x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps


def main(folder: Path) -> None:
    """Write all icons into `folder`."""
    drawing = read_drawing(SOURCE)
    for icon in ICONS:
        draw(drawing, icon).save(folder / icon.name, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
