"""Run inside Pyodide: use the package as the page does, and note which modules that took."""

import json
import sys
import traceback


async def main(arguments):
    """Write the names of all modules that the page's Python imports to a JSON file.

    `arguments` are the paths of a model file and of the file to write.
    """
    model, out = arguments
    booted = set(sys.modules)
    await _install_packages()
    # The page installs nothing, so what installing imported does not count unless it is used again.
    # Codecs do: Python keeps them elsewhere too, and would not import them a second time.
    for name in set(sys.modules) - booted:
        if not name.startswith("encodings."):
            del sys.modules[name]
    _use(model)
    _import_on_demand()
    with open(out, "w") as file:
        json.dump(sorted(sys.modules), file)


async def _install_packages():
    from pyodide_js import loadPackage

    await loadPackage(["numpy", "inkglass"])


def _use(model):
    from js import Float32Array, Uint8Array

    from inkglass import bridge

    with open(model, "rb") as file:
        data = Uint8Array.new(file.read())
    bridge.load_model(data, "model")
    pixels = Uint8Array.new(bytes(12 * 28) + bytes([255, 128] * 28) + bytes(14 * 28))
    bridge.read(pixels, 28, 28, Float32Array.new(10), Uint8Array.new(28 * 28))
    try:
        bridge.load_model(Uint8Array.new(b"not a model"), "broken")
    except ValueError as error:
        # Pyodide hands an exception to JavaScript as a formatted traceback.
        traceback.format_exception(error)


def _import_on_demand():
    """Unpack an archive of further modules: what that takes cannot itself be in the archive."""
    import io
    import zipfile
    from _sha2 import sha256

    from inkglass.imports import ArchiveFinder

    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("further.py", "")
    digest = sha256(data.getvalue()).hexdigest()
    finder = ArchiveFinder({"further"}, digest, data.getvalue, "/tmp/further")
    if finder.find_spec("further") is None:
        raise RuntimeError("the archive of further modules does not work")
