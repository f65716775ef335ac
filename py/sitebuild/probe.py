"""Run inside Pyodide: use the package as the page does, and note which modules that took."""

import json
import sys
import traceback
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path


async def main(arguments):
    """Write the names of the modules that the page's Python imports to a JSON file.

    `used` are all of them, `postponed` the extension modules that are imported and not used.
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
    _postpone_extensions()
    _use(model)
    postponed = _postponed()
    _import_on_demand()
    with open(out, "w") as file:
        json.dump({"used": sorted(sys.modules), "postponed": postponed}, file)


async def _install_packages():
    from pyodide_js import loadPackage

    await loadPackage(["numpy", "inkglass"])


def _postpone_extensions():
    """Put a stand-in for each extension module of NumPy, to see which are used."""
    from inkglass.browser.module_finders import PostponedFinder

    numpy = Path(find_spec("numpy").origin).parent
    folders = {_module(file, numpy): str(file.parent) for file in numpy.rglob("*.so")}
    finder = PostponedFinder(folders, lambda name: PathFinder.find_spec(name, [folders[name]]))
    sys.meta_path.insert(0, finder)


def _module(file, package):
    """Return the dotted name of an extension module in the folder of its package."""
    path = file.relative_to(package.parent)
    return ".".join([*path.parts[:-1], path.name.split(".")[0]])


def _postponed():
    from inkglass.browser.module_finders import StandIn

    stand_ins = [module for module in sys.modules.values() if isinstance(module, StandIn)]
    return sorted(module.__name__ for module in stand_ins if "__find_spec__" in vars(module))


def _use(model):
    from js import Float32Array, Uint8Array

    from inkglass.browser import bridge

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

    from inkglass.browser.module_finders import ArchiveFinder

    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("further.py", "")
    digest = sha256(data.getvalue()).hexdigest()
    finder = ArchiveFinder({"further"}, digest, data.getvalue, "/tmp/further")
    if finder.find_spec("further") is None:
        raise RuntimeError("the archive of further modules does not work")
