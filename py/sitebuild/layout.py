"""Laying out `dist/`: page, Python, networks, fonts, and the list of what the worker fetches."""

import hashlib
import json
import shutil
from pathlib import Path

from sitebuild.paths import CACHE, DIST, NODE_MODULES, PY, ROOT, RUNTIME, WEB
from sitebuild.steps import empty_folder, fingerprint, replace_folder, step

PAGE_SUFFIXES = {".html", ".css", ".js", ".svg", ".webmanifest"}
SANS = NODE_MODULES / "@fontsource-variable" / "instrument-sans" / "files"
SERIF = NODE_MODULES / "@fontsource" / "instrument-serif" / "files"
FONTS = {
    "instrument-sans.woff2": SANS / "instrument-sans-latin-wght-normal.woff2",
    "instrument-serif.woff2": SERIF / "instrument-serif-latin-400-normal.woff2",
}
TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".npz": "application/octet-stream",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
}
FIRST_MODEL = "default"


def prepare() -> None:
    """Write `dist/` anew if anything in it has changed."""
    step(
        "Laying out dist/",
        DIST,
        fingerprint([WEB, RUNTIME, ROOT / "package-lock.json", PY / "sitebuild" / "layout.py"]),
        _lay_out,
    )


def _lay_out() -> None:
    made = empty_folder(CACHE / "dist.new")
    for file in sorted(WEB.rglob("*")):
        if file.suffix in PAGE_SUFFIXES:
            _copy(file, made / file.relative_to(WEB))
    for model in _models():
        _copy(model, made / "models" / model.name)
    for file in sorted(RUNTIME.iterdir()):
        if file.suffix in TYPES:
            _copy(file, made / "pyodide" / file.name)
    for name, source in FONTS.items():
        _copy(source, made / "fonts" / name)
    (made / "files.js").write_text(_files_module(made))
    replace_folder(made, DIST)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _models() -> list[Path]:
    """Return the trained networks, the one the page begins with first."""
    return sorted(
        (WEB / "models").glob("*.npz"), key=lambda model: (model.stem != FIRST_MODEL, model.stem)
    )


def _files_module(site: Path) -> str:
    """Return the text of `files.js`, described in `web/files.d.ts`."""
    linked = json.loads((RUNTIME / "linked.json").read_text())
    modules = ["pyodide/pyodide.asm.mjs", "pyodide/pyodide.mjs"]
    archives = ["pyodide/pyodide.asm.wasm", "pyodide/python.zip", "pyodide/rest.zip"]
    libraries = [f"pyodide/{name}" for name in linked]
    models = [f"models/{model.name}" for model in _models()]
    exports = {
        "FILES": {path: _entry(site / path) for path in [*modules, *archives, *libraries, *models]},
        "LIBRARIES": [{"file": f"pyodide/{name}", "path": path} for name, path in linked.items()],
        "MODELS": [model.stem for model in _models()],
        "LOCK": json.loads((RUNTIME / "pyodide-lock.json").read_text()),
    }
    lines = [f"export const {name} = {json.dumps(value)};" for name, value in exports.items()]
    return "\n".join(["/** Written by the build. */", *lines, ""])


def _entry(path: Path) -> dict:
    data = path.read_bytes()
    return {
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "type": TYPES[path.suffix],
    }
