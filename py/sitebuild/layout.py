"""Laying out `dist/`: page, Python, networks, fonts, and the list of what the worker fetches."""

import hashlib
import json
import os
import re
import shutil
import zlib
from pathlib import Path

from sitebuild.bundle import bundle
from sitebuild.environment import VENV_PYTHON
from sitebuild.paths import CACHE, DIST, NODE_MODULES, PY, ROOT, RUNTIME, WEB
from sitebuild.runtime import (
    DATA,
    FIRST_MODEL,
    SECOND_HALF,
    linked_libraries,
    models,
    site_lock,
)
from sitebuild.steps import empty_folder, fingerprint, replace_folder, run, step

AS_THEY_ARE = {"icon.svg": "icon.svg", "old-browser.js": "launch/old-browser.js"}
# What has a fixed address: the page itself, and what browsers look for beside it.
ROOT_FILES = ("index.html", "manifest.webmanifest")
SERVICE_WORKER = "sw.js"
BUILD = "build.json"  # what the service worker keeps, for those who look from outside
# What only a rare import asks for is kept when it has been asked for.
LATER = ("rest.zip", "*.digits")
# What most starts do without is kept from the second visit on.
SPARE = ("python.zip", f"*{SECOND_HALF}", f"*{DATA}", f"{FIRST_MODEL}.npz")
VERSION_LENGTH = 12  # of the hash that names a build
SANS = NODE_MODULES / "@fontsource-variable" / "instrument-sans" / "files"
SERIF = NODE_MODULES / "@fontsource" / "instrument-serif" / "files"
FONTS = {
    "instrument-sans.woff2": SANS / "instrument-sans-latin-wght-normal.woff2",
    "instrument-serif.woff2": SERIF / "instrument-serif-latin-400-normal.woff2",
}
TYPES = {
    ".css": "text/css",
    ".digits": "application/octet-stream",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".npz": "application/octet-stream",
    ".snapshot": "application/octet-stream",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}
TEST_DIGITS = "digits/mnist-test.digits"
SCRIPTS = ("layout.py", "bundle.py", "icons.py", "digits.py")
# The files lie in a folder that their version names. What has no use for it is bundled without.
VERSION_LINE = (
    "export const VERSION = "
    '/* @__PURE__ */ (() => new URL(".", import.meta.url).pathname.split("/").at(-2))();'
)


def prepare() -> None:
    """Write `dist/` anew if anything in it has changed."""
    step(
        "Laying out dist/",
        DIST,
        fingerprint(
            [WEB, RUNTIME, ROOT / "package-lock.json"],
            *((PY / "sitebuild" / name).read_text() for name in SCRIPTS),
        ),
        _lay_out,
    )


def files_folder(site: Path = DIST) -> Path:
    """Return the folder of the built site that holds the files of its version."""
    return next(site.glob("*/files.js")).parent


def _lay_out() -> None:
    """Write the files of this build into a folder named by their hash, and what refers to it."""
    made = empty_folder(CACHE / "dist.new")
    files = made / "files"
    _copy_page(files)
    _copy_python(files)
    _run_digits(files / TEST_DIGITS)
    _write_files_module(files)  # for the bundles
    bundle(files, made)
    _write_files_module(files)  # with the bundles
    _run_icons(made / "icons")
    version = _version([made, WEB / "index.html"])
    files.rename(made / version)
    _write_root(made, version)
    replace_folder(made, DIST)


def _copy_page(target: Path) -> None:
    for name, source in AS_THEY_ARE.items():
        _copy(WEB / source, target / name)
    for name, source in FONTS.items():
        _copy(source, target / "fonts" / name)


def _copy_python(target: Path) -> None:
    for model in models():
        _copy(model, target / "models" / model.name)
    for file in sorted(RUNTIME.iterdir()):
        if file.suffix in TYPES:
            _copy(file, target / "pyodide" / file.name)


def _run_digits(target: Path) -> None:
    target.parent.mkdir()
    command = [VENV_PYTHON, PY / "sitebuild" / "digits.py", target]
    run("choosing test images", command, "See the log.", env=os.environ | {"PYTHONPATH": str(PY)})


def _run_icons(target: Path) -> None:
    target.mkdir()
    run("drawing the icons", [VENV_PYTHON, PY / "sitebuild" / "icons.py", target], "See the log.")


def _write_root(site: Path, version: str) -> None:
    """Write what has a fixed address; the page refers to the files of its version."""
    for name in ROOT_FILES:
        _copy(WEB / name, site / name)
    page = site / "index.html"
    own = "|".join(["icons/", *ROOT_FILES])
    relative = re.compile(rf'\b(href|src)="(?!{own}|[#/?]|[a-z]+:)([^"]+)"')
    page.write_text(relative.sub(rf'\1="{version}/\2"', page.read_text()))
    listed = {"files": {}, "spare": {}, "later": {}}
    worker = site / SERVICE_WORKER
    for file in sorted(site.rglob("*")):
        if file.is_file() and file != worker:
            listed[_group(file)][file.relative_to(site).as_posix()] = _sha256(file)
    build = json.dumps({"version": version} | listed, indent=1)
    (site / BUILD).write_text(f"{build}\n")
    worker.write_text(f"const BUILD = {build};\n\n{worker.read_text()}")


def _group(file: Path) -> str:
    """Return when the service worker is to keep a file."""
    groups = {"later": LATER, "spare": SPARE}
    return next(
        (name for name, patterns in groups.items() if any(map(file.match, patterns))), "files"
    )


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _version(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(f"{file.name} {_sha256(file)}\n".encode())
    return digest.hexdigest()[:VERSION_LENGTH]


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _write_files_module(files: Path) -> None:
    """Write `files.js`, described in `web/shared/files.d.ts`."""
    module = files / "files.js"
    module.unlink(missing_ok=True)
    entries = {
        file.relative_to(files).as_posix(): _entry(file)
        for file in sorted(files.rglob("*"))
        if file.is_file()
    }
    fetched = ("models/", "pyodide/", "digits/")
    exports = {
        "FILES": {path: entry for path, entry in entries.items() if path.startswith(fetched)},
        "PAGE_FILES": {p: entry for p, entry in entries.items() if not p.startswith(fetched)},
        "LIBRARIES": linked_libraries(),
        "MODELS": [model.stem for model in models()],
        "LOCK": site_lock(),
        "TEST_DIGITS": {"path": TEST_DIGITS, "sha256": entries[TEST_DIGITS]["sha256"]},
    }
    lines = [f"export const {name} = {json.dumps(value)};" for name, value in exports.items()]
    module.write_text("\n".join(["/** Written by the build. */", VERSION_LINE, *lines, ""]))


def _entry(file: Path) -> dict:
    data = file.read_bytes()
    entry = {"bytes": len(data), "sha256": _sha256(file), "type": TYPES[file.suffix]}
    # What is fetched while Python waits cannot wait for a SHA-256.
    return entry | ({"crc32": zlib.crc32(data)} if _group(file) == "spare" else {})
