"""Pages to measure, and the built site as one of them."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PACKAGES = HERE / "node_modules"
BACKGROUND = "dataset.background"


@dataclass(frozen=True)
class Page:
    """A page to measure: `name` in addresses and files, `title` in tables, its folder.

    `is_build` tells builds of the site from what they are compared with, and
    `keeps_background` says that the page tells when its work in the background is done.
    """

    name: str
    title: str
    folder: Path
    is_build: bool = False
    keeps_background: bool = False


def inkglass(site, name="inkglass", title="Inkglass"):
    """Return the page of a built site."""
    tells = any(BACKGROUND in script.read_text("utf-8") for script in site.rglob("*.js"))
    return Page(name, title, site, is_build=True, keeps_background=tells)
