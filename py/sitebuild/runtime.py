"""The Python that the page starts: trimmed archives of bytecode, and the lock that lists them."""

import json
import os
import shutil
import zipfile
from pathlib import Path

from sitebuild import engine, split
from sitebuild.environment import VENV, VENV_PYTHON
from sitebuild.paths import CACHE, NUMPY_WHEEL, PACKAGE_WHEELS, PY, PYODIDE, RUNTIME, WEB
from sitebuild.steps import (
    Failure,
    empty_folder,
    fingerprint,
    replace_folder,
    run,
    step,
    write_whole,
)

ADVICE = "This should not happen; please report it with the log."
RUNNER = PY / "sitebuild" / "run_in_pyodide.mjs"
COVERAGE = PY / "sitebuild" / "coverage.mjs"
MAKE_SNAPSHOT = PY / "sitebuild" / "snapshot.mjs"
COMPRESS = PY / "sitebuild" / "compress.py"
SCRIPTS = (
    *("probe.py", "trim.py", "run_in_pyodide.mjs", "page_python.mjs", "coverage.mjs"),
    *(
        "snapshot.mjs",
        "snapshot_format.mjs",
        "take_snapshot.mjs",
        "compress.py",
        "runtime.py",
        "engine.py",
        "split.py",
        "wasm.py",
    ),
)
# What starts Python in the page, and therefore under Node.
STARTING = (
    *(f"runtime/{name}.js" for name in ("python", "wasm-halves", "snapshot", "checksum", "trial")),
    "shared/input-side.js",
)
ENGINE, ENGINE_SCRIPT = "pyodide.asm.wasm", "pyodide.asm.mjs"
SECOND_HALF, DATA = ".rest.wasm", ".data.wasm"
SNAPSHOT = "python.snapshot"
FIRST_MODEL = "default"


def prepare() -> None:
    """Make the package's wheel, and `.cache/runtime`: all that goes into the site's `pyodide/`."""
    sources = [PY / "inkglass", PY / "pyproject.toml"]
    step("Building the package", PACKAGE_WHEELS, fingerprint(sources), _build_package)
    starting = [WEB / name for name in STARTING]
    inputs = [*sources, *starting, NUMPY_WHEEL, PYODIDE / "package.json", models()[0]]
    step(
        "Compiling Python's library and NumPy to bytecode, trimmed to what is used",
        RUNTIME,
        fingerprint([*inputs, *(PY / "sitebuild" / name for name in SCRIPTS)]),
        _build_runtime,
    )


def run_in_pyodide(
    what: str, settings: dict, script: Path, *arguments: str, show: bool = False
) -> None:
    """Call `main(arguments)` of a Python file inside Pyodide under Node."""
    command = ["node", RUNNER, json.dumps(settings), script, *arguments]
    run(what, command, ADVICE, show=show)


def models() -> list[Path]:
    """Return the trained networks, the one that the page begins with first."""
    found = sorted(
        (WEB / "models").glob("*.npz"), key=lambda model: (model.stem != FIRST_MODEL, model.stem)
    )
    if not found:
        raise Failure(
            "web/models/ holds no trained network. Get the repository's files back with git."
        )
    return found


def _build_package() -> None:
    made = empty_folder(CACHE / "package.new")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", made]
    command = [VENV_PYTHON, "-m", "pip", "wheel", "--disable-pip-version-check", *options, PY]
    run(
        "building the package", command, ADVICE, env=os.environ | {"SOURCE_DATE_EPOCH": "315532800"}
    )
    replace_folder(made, PACKAGE_WHEELS)


def _build_runtime() -> None:
    whole = _lay_out_whole()
    made = empty_folder(CACHE / "runtime.new")
    model = models()[0]
    mounts = {"/whole": str(whole), "/out": str(made), "/model": str(model.parent)}
    settings = {"pyodide": str(whole), "mounts": mounts}
    used = "/whole/used.json"
    run_in_pyodide("probing", settings, PY / "sitebuild" / "probe.py", f"/model/{model.name}", used)
    # Without columns a traceback has no carets, and the bytecode is a fifth smaller.
    lean = settings | {"env": {"PYTHONNODEBUGRANGES": "1"}}
    run_in_pyodide("compiling", lean, PY / "sitebuild" / "trim.py", "/whole", "/out")
    shutil.copyfile(PYODIDE / "pyodide.mjs", made / "pyodide.mjs")
    _write_site_lock(whole, made)
    _trim_engine(made)
    _part_wasm(made, model)
    _make_snapshot(made, model)
    replace_folder(made, RUNTIME)


def _trim_engine(folder: Path) -> None:
    """Write Pyodide's engine to `folder`, where all libraries are that it has to work with."""
    libraries = [file.read_bytes() for file in sorted(folder.glob("*.wasm"))]
    with zipfile.ZipFile(folder / "rest.zip") as rest:
        libraries += [rest.read(name) for name in rest.namelist() if name.endswith(".so")]
    script = (PYODIDE / ENGINE_SCRIPT).read_text()
    binary = engine.trim_binary((PYODIDE / ENGINE).read_bytes(), script, libraries)
    (folder / ENGINE).write_bytes(binary)
    starting = (WEB / name for name in STARTING)
    scripts = [folder / "pyodide.mjs", *starting, *COVERAGE.parent.glob("*.mjs")]
    users = [path.read_text() for path in scripts]
    engine.trim_script(script, [binary, *libraries], users, folder / ENGINE_SCRIPT)


def _part_wasm(folder: Path, model: Path) -> None:
    """Leave in each WebAssembly file what a start calls, and put the other functions beside it."""
    instrumented = empty_folder(CACHE / "instrumented")
    files = sorted(folder.glob("*.wasm"))
    for file in files:
        (instrumented / file.name).write_bytes(split.instrumented(file.read_bytes()))
    called = _coverage(folder, instrumented, model)
    for file in files:
        parts = split.split(file.read_bytes(), set(called[f"pyodide/{file.name}"]))
        file.write_bytes(parts.first)
        file.with_suffix(SECOND_HALF).write_bytes(parts.second)
        file.with_suffix(DATA).write_bytes(parts.data)


def _coverage(folder: Path, instrumented: Path, model: Path) -> dict[str, list[int]]:
    """Return for each file of WebAssembly which functions the page calls."""
    out = CACHE / "coverage.json"
    settings = start_settings(folder, model, out) | {"folderOfWasm": str(instrumented)}
    run("finding out what a start calls", ["node", COVERAGE, json.dumps(settings)], ADVICE)
    return json.loads(out.read_text())


def _make_snapshot(folder: Path, model: Path) -> None:
    """Write what Python's memory is after a start and a reading, compressed."""
    out = CACHE / SNAPSHOT
    settings = json.dumps(start_settings(folder, model, out))
    run("making the snapshot", ["node", MAKE_SNAPSHOT, settings], ADVICE)
    command = [VENV_PYTHON, COMPRESS, out, folder / SNAPSHOT]
    run("compressing the snapshot", command, ADVICE)


def start_settings(folder: Path, model: Path, out: Path) -> dict:
    """Return what `page_python.mjs` and those that use it have to know."""
    return {
        "folder": str(folder),
        "libraries": linked_libraries(folder),
        "lock": site_lock(folder),
        "model": str(model),
        "out": str(out),
    }


def linked_libraries(folder: Path = RUNTIME) -> list[dict]:
    """Return, for the page, the extension modules and where Python looks for them."""
    linked = json.loads((folder / "linked.json").read_text())
    return [{"file": f"pyodide/{name}", "path": path} for name, path in linked.items()]


def site_lock(folder: Path = RUNTIME) -> dict:
    """Return Pyodide's lock for the page."""
    return json.loads((folder / "pyodide-lock.json").read_text())


def _lay_out_whole() -> Path:
    """Return a folder with Pyodide, its whole library, NumPy and the package."""
    whole = CACHE / "whole"
    shutil.rmtree(whole, ignore_errors=True)
    shutil.copytree(PYODIDE, whole)
    shutil.copyfile(NUMPY_WHEEL, whole / NUMPY_WHEEL.name)
    wheel = _package_wheel(PACKAGE_WHEELS)
    shutil.copyfile(wheel, whole / wheel.name)
    _write_lock(whole)
    return whole


def _package_wheel(folder: Path) -> Path:
    """Return the package's wheel in `folder`."""
    return next(folder.glob("inkglass-*.whl"))


def _write_lock(folder: Path) -> None:
    """Write the lock of `folder`: Pyodide's entry of NumPy, and the package by pyodide-build."""
    stock = json.loads((PYODIDE / "pyodide-lock.json").read_text())
    packages = {"numpy": stock["packages"]["numpy"]}
    base = folder / "base-lock.json"
    write_whole(base, json.dumps({"info": stock["info"], "packages": packages}).encode())
    lock = folder / "pyodide-lock.json"
    lock.unlink()
    tool = VENV / "bin" / "pyodide"
    options = ["--input", base, "--output", lock, "--base-path", folder]
    wheel = _package_wheel(folder)
    run("writing the lock", [tool, "lockfile", "add-wheels", *options, wheel], ADVICE)
    base.unlink()


def _write_site_lock(whole: Path, folder: Path) -> None:
    """Write the lock of the site, whose Python holds NumPy and the package: nothing is to load."""
    lock = json.loads((whole / "pyodide-lock.json").read_text())
    write_whole(folder / "pyodide-lock.json", json.dumps(lock | {"packages": {}}).encode())
