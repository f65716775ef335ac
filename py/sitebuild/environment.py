"""The tools a build needs: a Python that fits, `.venv` with pinned packages, Node's packages."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from sitebuild.paths import CACHE, NODE_MODULES, PY, ROOT, VENV
from sitebuild.steps import Failure, fingerprint, run, say, step

OLDEST, NEWEST = (3, 12), (3, 14)
NODE_OLDEST = 20
UV = "uv==0.13.9"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
NETWORK_ADVICE = "Check the network connection and run the same command again."


def prepare(*requirements: str) -> Path:
    """Make `.venv` with `requirements` (files in `py/`) and the package; return its interpreter."""
    if not _fits(VENV_PYTHON):
        shutil.rmtree(VENV, ignore_errors=True)
    files = [PY / name for name in requirements]
    step(
        "Creating .venv",
        VENV,
        fingerprint([], f"{OLDEST} to {NEWEST}"),
        _create_venv,
    )
    step(
        "Installing the Python packages",
        VENV / f"installed-{'-'.join(file.stem for file in files)}",
        fingerprint([*files, PY / "pyproject.toml"], str(ROOT)),
        lambda: _install(files),
    )
    return VENV_PYTHON


def prepare_node() -> None:
    """Install what `package-lock.json` pins."""
    _check_node()
    lock = ROOT / "package-lock.json"
    step(
        "Installing the JavaScript packages (npm ci)",
        NODE_MODULES / ".package-lock.json",
        fingerprint([ROOT / "package.json", lock]),
        lambda: run("npm ci", [_npm(), "ci", "--no-audit", "--no-fund"], NETWORK_ADVICE),
    )


def _create_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    python = _find_python() or _get_python()
    run("creating .venv", [python, "-m", "venv", VENV], "Install Python's venv module.")


def _install(files: list[Path]) -> None:
    pip = [VENV_PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    listed = [argument for file in files for argument in ("-r", file)]
    run("installing Python packages", [*pip, *listed], NETWORK_ADVICE)
    run(
        "installing inkglass into .venv",
        [*pip, "--no-deps", "--no-build-isolation", "--editable", PY],
        "See the log.",
    )
    (VENV / f"installed-{'-'.join(file.stem for file in files)}").touch()


def _find_python() -> str | None:
    """Return the first interpreter that fits, or None."""
    return next((candidate for candidate in _candidates() if _fits(candidate)), None)


def _candidates() -> Iterator[str]:
    yield sys.executable
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    for name in [*names, "python3", "python"]:
        found = shutil.which(name)
        if found:
            yield found
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from map(str, sorted(pyenv.glob("versions/3.*/bin/python"), reverse=True))
    yield from map(str, sorted((CACHE / "python").glob("*/bin/python3"), reverse=True))


def _fits(python: str | Path) -> bool:
    """Try an interpreter: a pyenv shim can be on the PATH and yet not run."""
    probe = "import sys, ssl, venv, ensurepip; print(*sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", probe], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    if done.returncode:
        return False
    return OLDEST <= tuple(map(int, done.stdout.split())) <= NEWEST


def _get_python() -> str:
    """Get an interpreter through uv, into `.cache`."""
    say("  no Python 3.12 to 3.14 found; getting one through uv")
    advice = "Install Python 3.12, 3.13 or 3.14 (with its venv module) and run this again."
    home = CACHE / "python"
    uv = shutil.which("uv")
    if not uv:
        folder = CACHE / "uv"
        run(
            "installing uv",
            [sys.executable, "-m", "pip", "install", "--target", folder, UV],
            advice,
        )
        uv = folder / "bin" / "uv"
    run("uv python install", [uv, "python", "install", "--install-dir", home, "3.13"], advice)
    found = _find_python()
    if not found:
        raise Failure(f"uv installed no Python that runs here. {advice}")
    return found


def _npm() -> str:
    npm = shutil.which("npm")
    if not npm:
        raise Failure(
            "npm was not found. Install Node.js 20 or newer, which brings npm, and run this again."
        )
    return npm


def _check_node() -> None:
    advice = f"Install Node.js {NODE_OLDEST} or newer and run this again."
    node = shutil.which("node")
    if not node:
        raise Failure(f"node was not found. {advice}")
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    match = re.match(r"v(\d+)", version)
    if not match or int(match[1]) < NODE_OLDEST:
        raise Failure(f"Node.js {version.strip() or '(unknown version)'} is too old. {advice}")
