"""Run inside Pyodide: compile the libraries to bytecode, and part what starts from the rest.

Bytecode has to come from the very interpreter that will run it. What is in use was found out by
`probe.py`; a module is in the start archive if and only if it is in that list.
"""

import hashlib
import importlib.util
import json
import marshal
import zipfile
from pathlib import Path, PurePosixPath

# Where the modules will seem to be, in tracebacks too.
START_PREFIX = "/lib/python314.zip"
REST_PREFIX = "/lib/inkglass-rest"
EXTENSION_SUFFIX = ".so"
IMPORTABLE_SUFFIXES = {".py", EXTENSION_SUFFIX}
UNUSED_SUFFIXES = {".pyi", ".h", ".a", ".pxd", ".c", ".lib"}  # for compilers and type checkers
EARLIEST = (1980, 1, 1, 0, 0, 0)


def main(arguments):
    """Read the folder `arguments[0]` (libraries, `used.json`); write files to `arguments[1]`.

    They are `python.zip`, all modules in use; `rest.zip`, all others; the extension modules in use,
    each a WebAssembly file of its own that the browser can compile while it arrives; and
    `linked.json`, which maps those files to where Python looks for them.
    """
    source, out = map(Path, arguments)
    probed = json.loads((source / "used.json").read_text())
    used = set(probed["used"]) - set(probed["postponed"])
    package = _read_zip(next(source.glob("inkglass-*.whl")))
    libraries = _read_zip(source / "python_stdlib.zip") | _read_zip(
        next(source.glob("numpy-*.whl"))
    )
    start = {name: data for name, data in libraries.items() if _module(name) in used}
    rest = {
        name: data
        for name, data in libraries.items()
        if name not in start and PurePosixPath(name).suffix not in UNUSED_SUFFIXES
    }
    linked = {name: start.pop(name) for name in list(start) if name.endswith(EXTENSION_SUFFIX)}
    for name, data in linked.items():
        (out / f"{_module(name)}.wasm").write_bytes(data)
    paths = {f"{_module(name)}.wasm": f"{START_PREFIX}/{name}" for name in linked}
    (out / "linked.json").write_text(json.dumps(paths))
    rest_bytes = _write_zip(out / "rest.zip", _compiled(rest, REST_PREFIX))
    rest_sha256 = hashlib.sha256(rest_bytes).hexdigest()
    notes = _notes(rest, rest_sha256, linked, probed["postponed"])
    sources = {name: data for name, data in package.items() if name.endswith(".py")}
    start |= {"_inkglass_build.py": notes}
    compiled = _compiled(start, START_PREFIX) | _compiled(sources, START_PREFIX, optimize=0)
    # The page shows the package's own sources, and a traceback their lines.
    _write_zip(out / "python.zip", compiled | sources)


def _read_zip(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def _module(name):
    """Return the dotted name of the module in a file, or None for other files."""
    path = PurePosixPath(name)
    if path.suffix not in IMPORTABLE_SUFFIXES:
        return None
    parts = [*path.parts[:-1], path.name.split(".")[0]]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _compiled(files, prefix, optimize=2):
    """Replace each source file with its bytecode, where an import without sources looks."""
    return {
        name + "c" if name.endswith(".py") else name: _bytecode(name, data, prefix, optimize)
        if name.endswith(".py")
        else data
        for name, data in files.items()
    }


def _bytecode(name, source, prefix, optimize):
    """Return an unchecked hash-based `.pyc` (PEP 552): the same source gives the same bytes."""
    code = compile(source, f"{prefix}/{name}", "exec", dont_inherit=True, optimize=optimize)
    header = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)
    return header + marshal.dumps(code)


def _notes(rest, rest_sha256, linked, postponed):
    """Return the source of `_inkglass_build`, which `inkglass.browser.module_finders` reads."""
    modules = sorted({module for name in rest if (module := _module(name))})
    paths = {_module(name): f"{START_PREFIX}/{name}" for name in sorted(linked)}
    lines = [
        f"REST = frozenset({modules!r})",
        f"REST_SHA256 = {rest_sha256!r}",
        f"LINKED = {paths!r}",
        f"POSTPONED = frozenset({postponed!r})",
    ]
    return "\n".join(lines).encode()


def _write_zip(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, EARLIEST), files[name], zipfile.ZIP_DEFLATED)
    return path.read_bytes()
