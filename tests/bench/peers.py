"""The pages that the built site is compared with: the same network by other means."""

import shutil
import zipfile

import numpy as np

from bench.pages import HERE, PACKAGES, ROOT, Page
from inkglass import drawing, model_file
from inkglass.onnx_export import to_onnx

SOURCES = HERE / "pages"
PYODIDE = ROOT / "node_modules" / "pyodide"
DOWNLOADS = ROOT / ".cache" / "downloads"
NOTEBOOK = ROOT / "web" / "models" / "notebook.npz"
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
    model = model_file.load_model(NOTEBOOK)
    return [
        Page("stock", "stock Pyodide", _stock(out / "stock")),
        Page("onnx", "onnxruntime-web", _onnx(out / "onnx", model)),
        Page("tfjs", "tfjs (cpu)", _tfjs(out / "tfjs", model.network.parameters)),
    ]


def reference(image):
    """Return the probabilities for 784 grey levels, computed by the package here."""
    levels = np.array(image, np.uint8).reshape(1, drawing.SIZE, drawing.SIZE)
    network = model_file.load_model(NOTEBOOK).network
    return network.predict(drawing.network_tensor(levels))[0].tolist()


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
        package = ROOT / "py" / "inkglass"
        for source in sorted(package.rglob("*.py")):
            archive.write(source, f"inkglass/{source.relative_to(package)}")
        archive.write(reader, reader.name)
    reader.unlink()
    return folder


def _onnx(folder, model):
    _sources(folder, "onnx")
    # The smallest of its builds: the wasm backend alone, its glue code bundled in.
    shutil.copy(ORT / "ort.wasm.bundle.min.mjs", folder / "ort.mjs")
    shutil.copy(ORT / "ort-wasm-simd-threaded.wasm", folder)
    (folder / "notebook.onnx").write_bytes(to_onnx(model))
    return folder


def _tfjs(folder, parameters):
    _sources(folder, "tfjs")
    # The core and one backend, not the whole of tfjs, which is ten times as large. The wasm
    # backend starts no faster, and is larger.
    shutil.copy(TF / "tfjs-core" / "dist" / "tf-core.es2017.min.js", folder / "tf-core.js")
    backend = TF / "tfjs-backend-cpu" / "dist" / "tf-backend-cpu.es2017.min.js"
    shutil.copy(backend, folder / "tf-backend.js")
    weights = [parameters[name].ravel() for name in ("0.weight", "3.weight", "3.bias")]
    (folder / "notebook.bin").write_bytes(np.concatenate(weights).astype("<f4").tobytes())
    return folder
