"""NumPy for WebAssembly: from the Pyodide CDN, else from a PyPI wheel that carries that file."""

import hashlib
import json
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from sitebuild.environment import NETWORK_ADVICE, VENV_PYTHON
from sitebuild.paths import CACHE, NUMPY_WHEEL, PYODIDE
from sitebuild.steps import Failure, run, say, write_whole

# PyPI has no NumPy for WebAssembly yet; this package ships the whole Pyodide distribution inside
# its wheel.
FALLBACK = "open-webui==0.12.4"
FALLBACK_FOLDER = "open_webui/frontend/pyodide/"
CHUNK_BYTES = 1 << 16


def prepare() -> None:
    """Get the wheel that Pyodide's lock names, unless it is there; check its SHA-256."""
    expected = _locked_sha256()
    if NUMPY_WHEEL.exists() and _sha256(NUMPY_WHEEL.read_bytes()) == expected:
        return
    say("Getting NumPy for WebAssembly …")
    for source in (_from_cdn, _from_pypi):
        data = source()
        if data is None:
            continue
        found = _sha256(data)
        if found == expected:
            write_whole(NUMPY_WHEEL, data)
            return
        say(f"  its SHA-256 is {found}, not {expected}: not used")
    raise Failure(
        f"NumPy for WebAssembly could not be downloaded from the CDN or PyPI. {NETWORK_ADVICE}"
    )


def _locked_sha256() -> str:
    entry = json.loads((PYODIDE / "pyodide-lock.json").read_text())["packages"]["numpy"]
    if entry["file_name"] != NUMPY_WHEEL.name:
        raise Failure(
            f"Pyodide's lock names {entry['file_name']}, not {NUMPY_WHEEL.name}: mend paths.py."
        )
    return entry["sha256"]


def _from_cdn() -> bytes | None:
    version = json.loads((PYODIDE / "package.json").read_text())["version"]
    url = f"https://cdn.jsdelivr.net/pyodide/v{version}/full/{NUMPY_WHEEL.name}"
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return _read_with_progress(response)
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        say(f"  the Pyodide CDN cannot be reached ({getattr(error, 'reason', error)}); trying PyPI")
        return None


def _read_with_progress(response) -> bytes:
    total = int(response.headers.get("Content-Length", 0))
    data = bytearray()
    while chunk := response.read(CHUNK_BYTES):
        data += chunk
        if sys.stdout.isatty():
            print(f"\r  {len(data) / 1e6:.1f} of {total / 1e6:.1f} MB", end="", flush=True)
    if sys.stdout.isatty():
        print()
    return bytes(data)


def _from_pypi() -> bytes | None:
    say(f"  downloading {FALLBACK} (106 MB), which carries the same file")
    CACHE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        # Its declared range of interpreters does not matter: nothing of it is run.
        options = [
            "--no-deps",
            "--only-binary",
            ":all:",
            "--ignore-requires-python",
            "--no-cache-dir",
        ]
        command = [VENV_PYTHON, "-m", "pip", "download", *options, "--dest", folder, FALLBACK]
        try:
            run("downloading from PyPI", command, NETWORK_ADVICE, show=sys.stdout.isatty())
        except Failure as failure:
            say(f"  {failure}")
            return None
        wheel = next(Path(folder).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            return archive.read(FALLBACK_FOLDER + NUMPY_WHEEL.name)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
