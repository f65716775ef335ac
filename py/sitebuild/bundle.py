"""Bundling the page's modules with esbuild, so that few files have to be asked for."""

import shutil
from pathlib import Path

from sitebuild.paths import CACHE, NODE_MODULES, WEB
from sitebuild.steps import run

# What the page loads, by its name in the site: the module or sheet that it begins with, which is
# bundled with all that it imports.
MODULES = {"main.js": "main.js", "worker.js": "worker.js", "page.css": "styles/page.css"}
# Picture mode, which is fetched when it is first used.
PICTURE = {
    "picture-mode.js": "picture/mode.js",
    "image-worker.js": "picture/image-worker.js",
    "picture-mode.css": "styles/picture-mode.css",
}
CLASSIC_SCRIPTS = {"early.js": "launch/early.js"}
SERVICE_WORKER = {"sw.js": "sw.js"}
# These import nothing that the build writes: the doctor looks for the list of files at run time,
# because its loss is something that it reports.
DOCTOR = {"doctor.js": "doctor/doctor.js", "doctor-worker.js": "doctor/worker.js"}
FILES_MODULE = "shared/files.js"  # written by the build
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


def bundle(target: Path, root: Path) -> None:
    """Write the bundles to `target`, where `files.js` is, and the service worker to `root`."""
    modules = CACHE / "modules"
    shutil.rmtree(modules, ignore_errors=True)
    shutil.copytree(WEB, modules, ignore=shutil.ignore_patterns("models"))
    shutil.copyfile(target / "files.js", modules / FILES_MODULE)
    _run(modules, MODULES | PICTURE, target)
    _run(modules, CLASSIC_SCRIPTS, target, "--format=iife")
    _run(modules, DOCTOR, target)
    _run(modules, SERVICE_WORKER, root, "--format=iife")


def _run(modules: Path, entries: dict[str, str], target: Path, *options: str) -> None:
    sources = [f"{Path(name).stem}={modules / source}" for name, source in entries.items()]
    run("bundling the page", [ESBUILD, *sources, *OPTIONS, *options, f"--outdir={target}"], ADVICE)
