"""What `build.py bench` runs: measurements of the built site, each a module in `tests/bench/`."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from sitebuild import browser, environment
from sitebuild.paths import CACHE, PY, ROOT, TESTS
from sitebuild.steps import Failure, fingerprint, run, say, step, write_whole

FOLDER = TESTS / "bench"
REQUIREMENTS = ("requirements-site.txt", "requirements-test.txt")
BENCHES = {
    "models": "what the trained networks reach on MNIST's test images, and how large they are",
    "startup": "start-up, download and memory, beside pages that do the same by other means",
    "lighthouse": "Lighthouse's scores for the served site",
    "stages": "where the time of a first and a second start goes",
    "reading": "how long a reading takes in the browser, beside onnxruntime-web",
    "hands": "how the trained networks read digits in pen strokes, drawn on the page's own pad",
    "numbers": "how the trained networks read whole numbers, of test digits and of pen strokes",
    "pictures": "how the trained networks read photographs, composed of MNIST's test images",
    "training": "how fast networks train, beside PyTorch and beside plain loops",
}
ALL = ("models", "hands", "numbers", "pictures", "reading", "training", "startup", "lighthouse")
WITH_RUNS = ("reading", "training", "startup")
# Enough that each bench runs through all it does; what it then finds is worth nothing.
SHORTEST = {
    "models": "",
    "startup": "--runs 1 --scenarios plain network",
    "lighthouse": "",
    "stages": "--visits 1 --scenario processor",
    "reading": "--runs 1",
    "hands": "--drawings 2",
    "numbers": "--count 20",
    "pictures": "--photographs 4",
    "training": "--runs 1 --threads 1",
}
TORCH = CACHE / "torch"
TORCH_PYTHON = TORCH / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
TORCH_REQUIREMENTS = PY / "requirements-torch.txt"


def measure(arguments: list[str]) -> int:
    """Run the bench that the first of `arguments` names with the others; return an exit code.

    Where it names none, run `ALL`; what all of them found then goes into one file.
    """
    if arguments and arguments[0] in BENCHES:
        return int(any(_measure({arguments[0]: arguments[1:]}).values()))
    parser = argparse.ArgumentParser(prog="build.py bench")
    parser.add_argument("--runs", help="turns of each side, in the benches that have sides")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="inkglass-bench-") as folder:
        files = {name: Path(folder) / name for name in ALL}
        wanted = {name: ["--json", str(file)] for name, file in files.items()}
        if options.runs:
            for name in WITH_RUNS:
                wanted[name] += ["--runs", options.runs]
        codes = _measure(wanted)
        if options.json:
            found = {name: json.loads(f.read_text()) for name, f in files.items() if f.exists()}
            write_whole(options.json, f"{json.dumps(found, indent=1)}\n".encode())
    return int(any(codes.values()))


def shortest() -> dict[str, int]:
    """Run each bench in its shortest form; return exit codes by name."""
    return _measure({name: SHORTEST[name].split() for name in BENCHES})


def _measure(wanted: dict[str, list[str]]) -> dict[str, int]:
    """Run benches by name, each with its arguments; return exit codes by name."""
    environment.prepare(*REQUIREMENTS)
    _prepare_node()
    variables = {browser.VARIABLE: browser.prepare(), "PYTHONPATH": str(TESTS)}
    return {name: _run(name, options, variables) for name, options in wanted.items()}


def _prepare_node() -> None:
    """Install what the benches' own `package-lock.json` pins: peers, and Lighthouse."""
    options = ["--prefix", FOLDER, "--ignore-scripts", "--no-audit", "--no-fund"]
    step(
        "Installing the benches' JavaScript packages (npm ci)",
        FOLDER / "node_modules",
        fingerprint([FOLDER / "package.json", FOLDER / "package-lock.json"]),
        lambda: run(
            "npm ci for the benches",
            [shutil.which("npm"), "ci", *options],
            environment.NETWORK_ADVICE,
        ),
    )


def _prepare_torch() -> None:
    """Install PyTorch where nothing else needs it, for the Python that runs the build."""
    step(
        "Installing PyTorch, to compare with",
        TORCH,
        fingerprint([TORCH_REQUIREMENTS], sys.version),
        _create_torch,
    )


def _create_torch() -> None:
    shutil.rmtree(TORCH, ignore_errors=True)
    run("creating .cache/torch", [sys.executable, "-m", "venv", TORCH], "See the log.")
    pip = [TORCH_PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    run("installing PyTorch", [*pip, "-r", TORCH_REQUIREMENTS], environment.NETWORK_ADVICE)


def _run(name: str, arguments: list[str], variables: dict[str, str]) -> int:
    say(f"\n{name}: {BENCHES[name]}")
    if name == "training":
        try:
            _prepare_torch()
        except Failure as failure:
            say(f"bench training: {failure}")
            return 1
        arguments = [*arguments, "--torch", str(TORCH_PYTHON)]
    command = [environment.VENV_PYTHON, "-m", f"bench.{name}", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | variables).returncode
