"""Drawings as the page's pad turns them into pixels: by its own modules, in a browser."""

import base64
import zlib
from contextlib import contextmanager
from itertools import batched
from pathlib import Path

import numpy as np

PAD = 280
AT_ONCE = 100
WEB = Path(__file__).parents[2] / "web"
ADDRESS = "http://pad.test/"  # of no server: the files are given to the browser
RASTER = """
async ({ drawings, isGrowing }) => {
  const { createRaster } = await import("/drawing/raster.js");
  const { SURFACES } = await import("/drawing/surface.js");
  const raster = createRaster();
  const grown = (strokes) =>
    strokes.flatMap((stroke, i) =>
      stroke.map((_, j) => [...strokes.slice(0, i), stroke.slice(0, j + 1)]),
    );
  const states = isGrowing ? drawings.flatMap(grown) : drawings;
  const parts = states.map((strokes) => raster(strokes, SURFACES.digit).pixels);
  const stream = new Blob(parts).stream().pipeThrough(new CompressionStream("deflate"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 32768) {
    text += String.fromCharCode(...bytes.subarray(i, i + 32768));
  }
  return btoa(text);
}
"""


@contextmanager
def opened(browser):
    """Open an empty page that can import the page's modules."""
    context = browser.new_context()
    page = context.new_page()
    page.route(
        f"{ADDRESS}**/*.js",
        lambda route: route.fulfill(path=WEB / route.request.url.removeprefix(ADDRESS)),
    )
    page.route(ADDRESS, lambda route: route.fulfill(body="", content_type="text/html"))
    page.goto(ADDRESS)
    yield page
    context.close()


def pixels_of(page, drawings):
    """Yield for each drawing its pixels (280, 280), ink 255 on 0."""
    for some in batched(drawings, AT_ONCE):
        yield from _rastered(page, some, is_growing=False)


def growing_pixels(page, drawing):
    """Return the pixels (points, 280, 280) of a drawing after each of its points."""
    return _rastered(page, [drawing], is_growing=True)


def _rastered(page, drawings, *, is_growing):
    strokes = [drawing.as_json() for drawing in drawings]
    text = page.evaluate(RASTER, {"drawings": strokes, "isGrowing": is_growing})
    data = zlib.decompress(base64.b64decode(text))
    return np.frombuffer(data, np.uint8).reshape(-1, PAD, PAD)
