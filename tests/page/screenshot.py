"""Make the README's picture: `.venv/bin/python tests/page/screenshot.py`, after `build.py site`."""

import os
import sys
from pathlib import Path

from digits import draw
from playwright.sync_api import sync_playwright
from reading import RECORD, settled_guess, wait_until_kept

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / ".github" / "inkglass.png"
SIZE = {"width": 1280, "height": 840}


def main():
    """Draw a 7 on the built page and keep what it looks like."""
    sys.path[:0] = [str(ROOT / "py"), str(ROOT / "tests")]
    from site_server import SiteServer
    from sitebuild.browser import prepare

    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    with SiteServer(ROOT / "dist").running() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=prepare(), args=options)
        page = browser.new_page(viewport=SIZE, device_scale_factor=2)
        page.add_init_script(RECORD)
        page.goto(server.url)
        wait_until_kept(page)
        draw(page, 7)
        settled_guess(page)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
