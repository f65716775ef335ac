"""Where everything is, read and made."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PY = ROOT / "py"
WEB = ROOT / "web"
TESTS = ROOT / "tests"

CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
NODE_MODULES = ROOT / "node_modules"
DIST = ROOT / "dist"

PYODIDE = NODE_MODULES / "pyodide"
NUMPY_WHEEL = CACHE / "downloads" / "numpy-2.4.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
PACKAGE_WHEELS = CACHE / "package"
RUNTIME = CACHE / "runtime"
