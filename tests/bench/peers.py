"""The pages that the built site is compared with: the same network by other means."""

import json
import shutil
import zipfile

import numpy as np

from bench.pages import HERE, PACKAGES, ROOT, Page
from inkglass.formats import model_file
from inkglass.formats.onnx_export import to_onnx
from inkglass.nn.architecture import describe
from inkglass.reading import drawing

SOURCES = HERE / "pages"
PYODIDE = ROOT / "node_modules" / "pyodide"
DOWNLOADS = ROOT / ".cache" / "downloads"
MODELS = ROOT / "web" / "models"
FIRST = MODELS / "default.npz"  # what the site starts with
STOCK_FILES = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
ORT = PACKAGES / "onnxruntime-web" / "dist"
TF = PACKAGES / "@tensorflow"


def peers(out):
    """Lay out the other pages below the folder `out` and return them."""
    model = _folded(FIRST)
    return [
        Page("stock", "stock Pyodide", _stock(out / "stock")),
        Page("onnx", "onnxruntime-web", _onnx(out / "onnx", model)),
        Page("tfjs", "tfjs (cpu)", _tfjs(out / "tfjs", model.network)),
    ]


def reading_page(out, names):
    """Lay out the page that times readings of the models called `names` below `out`; return it."""
    folder = out / "reading"
    shutil.copytree(SOURCES / "reading", folder)
    _copy_pyodide(folder)
    _zip_package(folder, folder / "numpy_reader.py")
    _copy_onnxruntime(folder)
    for name in names:
        shutil.copy(MODELS / f"{name}.npz", folder)
        (folder / f"{name}.onnx").write_bytes(to_onnx(_folded(MODELS / f"{name}.npz")))
    return Page("reading", "readings", folder)


def reference(image, name=FIRST.stem):
    """Return all probabilities for 784 grey levels, computed by the package here."""
    levels = np.array(image, np.uint8).reshape(1, drawing.SIZE, drawing.SIZE)
    network = model_file.load_model(MODELS / f"{name}.npz").network
    return network.predict(drawing.network_tensor(levels))[0].tolist()


def answers(name=FIRST.stem):
    """Return how many of a network's probabilities the site shows: "no digit" is none of them."""
    return len(model_file.load_model(MODELS / f"{name}.npz").answers)


def _folded(path):
    """Return a model as the site reads with it: other runtimes are to have no more to do."""
    model = model_file.load_model(path)
    model.network = model.network.folded()
    return model


def _sources(folder, name):
    for part in ("common", name):
        shutil.copytree(SOURCES / part, folder, dirs_exist_ok=True)
    return folder


def _stock(folder):
    _sources(folder, "stock")
    _copy_pyodide(folder)
    shutil.copy(FIRST, folder / "network.npz")
    _zip_package(folder, folder / "stock_reader.py")
    return folder


def _copy_pyodide(folder):
    """Put Pyodide with NumPy's wheel into a folder, as its packages hold them."""
    (folder / "pyodide").mkdir()
    for name in STOCK_FILES:
        shutil.copy(PYODIDE / name, folder / "pyodide")
    for wheel in DOWNLOADS.glob("numpy-*.whl"):
        shutil.copy(wheel, folder / "pyodide")


def _zip_package(folder, reader):
    """Put the package into `inkglass.zip`, and the module that a page calls, which is moved."""
    with zipfile.ZipFile(folder / "inkglass.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        package = ROOT / "py" / "inkglass"
        for source in sorted(package.rglob("*.py")):
            archive.write(source, f"inkglass/{source.relative_to(package)}")
        archive.write(reader, reader.name)
    reader.unlink()


def _onnx(folder, model):
    _sources(folder, "onnx")
    _copy_onnxruntime(folder)
    (folder / "network.onnx").write_bytes(to_onnx(model))
    return folder


def _copy_onnxruntime(folder):
    """Put the smallest build of onnxruntime-web into a folder: wasm alone, its glue bundled in."""
    shutil.copy(ORT / "ort.wasm.bundle.min.mjs", folder / "ort.mjs")
    shutil.copy(ORT / "ort-wasm-simd-threaded.wasm", folder)


def _tfjs(folder, network):
    _sources(folder, "tfjs")
    # The core and one backend, not the whole of tfjs, which is ten times as large. The wasm
    # backend starts no faster, and is larger.
    shutil.copy(TF / "tfjs-core" / "dist" / "tf-core.es2017.min.js", folder / "tf-core.js")
    backend = TF / "tfjs-backend-cpu" / "dist" / "tf-backend-cpu.es2017.min.js"
    shutil.copy(backend, folder / "tf-backend.js")
    layers = [
        {"config": config, "shapes": {name: a.shape for name, a in layer.parameters.items()}}
        for config, layer in zip(describe(network.layers), network.layers, strict=True)
    ]
    (folder / "network.json").write_text(json.dumps(layers))
    weights = [array.ravel() for array in network.parameters.values()]
    (folder / "network.bin").write_bytes(np.concatenate(weights).astype("<f4").tobytes())
    return folder
