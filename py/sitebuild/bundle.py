"""Bundling the page's modules with esbuild, so that few files have to be asked for."""

import shutil
from pathlib import Path

from sitebuild.paths import CACHE, NODE_MODULES, WEB
from sitebuild.steps import empty_folder, run

# What the page loads, each bundled with all that it imports.
ENTRIES = ("main.js", "worker.js", "page.css")
# Picture mode, which is fetched when it is first used.
PICTURE_ENTRIES = ("picture-mode.js", "image-worker.js", "picture-mode.css")
CLASSIC_ENTRIES = ("early.js",)
# These look for the list of files at run time, because its loss is something they report.
DOCTOR_ENTRIES = ("doctor.js", "doctor-worker.js")
ESBUILD = NODE_MODULES / ".bin" / "esbuild"
OPTIONS = (
    "--bundle",
    "--format=esm",
    "--charset=utf8",
    "--target=es2022",
    "--external:*.woff2",
    "--log-level=warning",
)
ADVICE = "npm run lint and npm run types say what is wrong with the page's modules."


def bundle(target: Path) -> None:
    """Write the bundles to `target`, in which the build has written `files.js`."""
    modules = empty_folder(CACHE / "modules")
    for file in [*WEB.glob("*.js"), *WEB.glob("*.css"), target / "files.js"]:
        shutil.copyfile(file, modules / file.name)
    _run(modules, (*ENTRIES, *PICTURE_ENTRIES), target, "--format=esm")
    _run(modules, CLASSIC_ENTRIES, target, "--format=iife")
    _run(modules, DOCTOR_ENTRIES, target, "--format=esm", "--external:./files.js")


def _run(modules: Path, entries: tuple[str, ...], target: Path, *options: str) -> None:
    sources = [modules / name for name in entries]
    run("bundling the page", [ESBUILD, *sources, *OPTIONS, *options, f"--outdir={target}"], ADVICE)
