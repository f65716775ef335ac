"""Run inside Pyodide: compile the libraries to bytecode, and part what starts from the rest.

Bytecode has to come from the very interpreter that will run it. What is in use was found out by
`probe.py`; a module is in the start archives if and only if it is in that list.
"""

import hashlib
import importlib.util
import json
import marshal
import zipfile
from pathlib import Path, PurePosixPath

STDLIB_PREFIX = "/lib/python314.zip"
SITE_PREFIX = "/lib/python3.14/site-packages"
REST_PREFIX = "/lib/inkglass-rest"
EXTENSION_SUFFIX = ".so"
UNUSED_SUFFIXES = {".pyi", ".h", ".a", ".pxd", ".c", ".lib"}  # for compilers and type checkers
EARLIEST = (1980, 1, 1, 0, 0, 0)


def main(arguments):
    """Read the folder `arguments[0]` (libraries, `used.json`); write archives to `arguments[1]`."""
    source, out = map(Path, arguments[:2])
    used = set(json.loads((source / "used.json").read_text()))
    stdlib = _read_zip(source / "python_stdlib.zip")
    numpy_wheel = next(source.glob("numpy-*.whl"))
    package_wheel = next(source.glob("inkglass-*.whl"))

    stdlib_start, stdlib_rest = _part(stdlib, used)
    numpy_start, numpy_rest = _part(_read_zip(numpy_wheel), used)
    rest = _compiled(stdlib_rest | numpy_rest, REST_PREFIX)
    rest_bytes = _write_zip(out / "rest.zip", rest)

    listing = _rest_listing(rest, hashlib.sha256(rest_bytes).hexdigest())
    start = _compiled(stdlib_start | {"_inkglass_rest.py": listing}, STDLIB_PREFIX)
    _write_zip(out / "python_stdlib.zip", start)
    _write_wheel(out / numpy_wheel.name, _compiled(numpy_start, SITE_PREFIX))
    _write_wheel(out / package_wheel.name, _with_bytecode(_read_zip(package_wheel), SITE_PREFIX))


def _read_zip(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def _part(files, used):
    """Return the files needed at start (modules in `used`, the wheel's records), and the others."""
    wanted = {name for name in files if PurePosixPath(name).suffix not in UNUSED_SUFFIXES}
    start = {name for name in wanted if ".dist-info/" in name or _module(name) in used}
    return ({name: files[name] for name in start}, {name: files[name] for name in wanted - start})


def _module(name):
    """Return the dotted name of the module in a file, or None for other files."""
    path = PurePosixPath(name)
    if path.suffix not in {".py", ".pyc", EXTENSION_SUFFIX}:
        return None
    parts = [*path.parts[:-1], path.name.split(".")[0]]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _compiled(files, prefix):
    """Replace each source file with its bytecode, where an import without sources looks."""
    return {
        name + "c" if name.endswith(".py") else name: _bytecode(name, data, prefix)
        if name.endswith(".py")
        else data
        for name, data in files.items()
    }


def _with_bytecode(files, prefix):
    """Add bytecode beside the sources, which the page shows."""
    caches = {
        importlib.util.cache_from_source(name): _bytecode(name, data, prefix, optimize=0)
        for name, data in files.items()
        if name.endswith(".py")
    }
    return files | caches


def _bytecode(name, source, prefix, optimize=2):
    """Return an unchecked hash-based `.pyc` (PEP 552): the same source gives the same bytes."""
    code = compile(source, f"{prefix}/{name}", "exec", dont_inherit=True, optimize=optimize)
    header = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)
    return header + marshal.dumps(code)


def _rest_listing(files, sha256):
    modules = sorted({module for name in files if (module := _module(name))})
    return f"SHA256 = {sha256!r}\nMODULES = frozenset({modules!r})\n".encode()


def _write_wheel(path, files):
    """Write a wheel whose RECORD fits its files."""
    import base64

    record = next(name for name in files if name.endswith(".dist-info/RECORD"))
    lines = []
    for name in sorted(files.keys() - {record}):
        digest = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).rstrip(b"=")
        lines.append(f"{name},sha256={digest.decode()},{len(files[name])}")
    _write_zip(path, files | {record: "\n".join([*lines, f"{record},,", ""]).encode()})


def _write_zip(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, EARLIEST), files[name], zipfile.ZIP_DEFLATED)
    return path.read_bytes()
