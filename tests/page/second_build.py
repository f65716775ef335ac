"""Another build of the site, for what happens when a new version is published."""

import shutil
from contextlib import contextmanager
from unittest import mock

from sitebuild import bundle, layout, paths

LEAD = "Draw a digit. A small"
SECOND_LEAD = "The second edition. A small"


def build_second(folder):
    """Build the site into `folder`, with another text in the page and in its script."""
    web = folder / "web"
    shutil.copytree(paths.WEB, web)
    _edit(web / "index.html", LEAD, SECOND_LEAD)
    main = web / "main.js"
    main.write_text(main.read_text() + '\ndocument.documentElement.dataset.edition = "second";\n')
    with _paths(web, folder / "cache", folder / "dist"):
        layout._lay_out()
    return folder / "dist"


def _edit(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@contextmanager
def _paths(web, cache, dist):
    with (
        mock.patch.multiple(layout, WEB=web, CACHE=cache, DIST=dist),
        mock.patch.multiple(bundle, WEB=web, CACHE=cache),
    ):
        yield
