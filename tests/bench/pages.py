"""The pages that are compared: the built site, and the same network by other means."""

import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.onnx_model import notebook_to_onnx
from inkglass import model_file

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SOURCES = HERE / "pages"
PACKAGES = HERE / "node_modules"
PYODIDE = ROOT / "node_modules" / "pyodide"
DOWNLOADS = ROOT / ".cache" / "downloads"
NOTEBOOK = ROOT / "web" / "models" / "notebook.npz"

BACKGROUND = "dataset.background"

STOCK_FILES = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
ORT = PACKAGES / "onnxruntime-web" / "dist"
TF = PACKAGES / "@tensorflow"


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


def peers(out):
    """Lay out the other pages below the folder `out` and return them."""
    network = model_file.load_model(NOTEBOOK).network
    parameters = {name: array.astype(np.float32) for name, array in network.parameters.items()}
    return [
        Page("stock", "stock Pyodide", _stock(out / "stock")),
        Page("onnx", "onnxruntime-web", _onnx(out / "onnx", parameters)),
        Page("tfjs", "tfjs (cpu)", _tfjs(out / "tfjs", parameters, "cpu")),
        Page("tfjs-wasm", "tfjs (wasm)", _tfjs(out / "tfjs-wasm", parameters, "wasm")),
    ]


def _sources(folder, name):
    for part in ("common", name):
        shutil.copytree(SOURCES / part, folder, dirs_exist_ok=True)
    return folder


def _stock(folder):
    _sources(folder, "stock")
    (folder / "pyodide").mkdir()
    for name in STOCK_FILES:
        shutil.copy(PYODIDE / name, folder / "pyodide")
    for wheel in DOWNLOADS.glob("numpy-*.whl"):
        shutil.copy(wheel, folder / "pyodide")
    shutil.copy(NOTEBOOK, folder)
    reader = folder / "stock_reader.py"
    with zipfile.ZipFile(folder / "inkglass.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for source in sorted((ROOT / "py" / "inkglass").glob("*.py")):
            archive.write(source, f"inkglass/{source.name}")
        archive.write(reader, reader.name)
    reader.unlink()
    return folder


def _onnx(folder, parameters):
    _sources(folder, "onnx")
    # The smallest of its builds: the wasm backend alone, its glue code bundled in.
    shutil.copy(ORT / "ort.wasm.bundle.min.mjs", folder / "ort.mjs")
    shutil.copy(ORT / "ort-wasm-simd-threaded.wasm", folder)
    (folder / "notebook.onnx").write_bytes(notebook_to_onnx(parameters))
    return folder


def _tfjs(folder, parameters, backend):
    _sources(folder, "tfjs")
    # The core and one backend, not the whole of tfjs, which is three times as large.
    shutil.copy(TF / "tfjs-core" / "dist" / "tf-core.es2017.min.js", folder / "tf-core.js")
    built = TF / f"tfjs-backend-{backend}" / "dist"
    shutil.copy(built / f"tf-backend-{backend}.es2017.min.js", folder / "tf-backend.js")
    for module in built.glob("*.wasm"):
        shutil.copy(module, folder)
    (folder / "backend.js").write_text(f'export const BACKEND = "{backend}";\n')
    weights = [parameters[name].ravel() for name in ("0.weight", "3.weight", "3.bias")]
    (folder / "notebook.bin").write_bytes(np.concatenate(weights).astype("<f4").tobytes())
    return folder
