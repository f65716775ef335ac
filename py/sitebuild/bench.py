"""What `build.py bench` runs: measurements of the built site, each a module in `tests/bench/`."""

import os
import shutil
import subprocess

from sitebuild import browser, environment
from sitebuild.paths import ROOT, TESTS
from sitebuild.steps import Failure, fingerprint, run, say, step

FOLDER = TESTS / "bench"
REQUIREMENTS = ("requirements-site.txt", "requirements-test.txt", "requirements-bench.txt")
BENCHES = {
    "startup": "start-up, download and memory, beside pages that do the same by other means",
    "lighthouse": "Lighthouse's scores for the served site",
}
OPTIONS = (
    "startup takes --runs N, --json FILE, --site DIR, --also DIR, --pages NAME …, "
    "--scenarios NAME …, --settle SECONDS; lighthouse takes --json FILE, --site DIR."
)


def measure(name: str | None, arguments: list[str]) -> int:
    """Run the bench called `name`, or all of them, with `arguments`; return an exit code."""
    if name is None and arguments:
        raise Failure(f"{arguments[0]} is an argument of one bench: name it ({', '.join(BENCHES)})")
    environment.prepare(*REQUIREMENTS)
    _prepare_node()
    variables = {
        browser.VARIABLE: browser.prepare(),
        "PYTHONPATH": str(TESTS),
    }
    codes = [_run(each, arguments, variables) for each in ([name] if name else BENCHES)]
    return int(any(codes))


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


def _run(name: str, arguments: list[str], variables: dict[str, str]) -> int:
    say(f"\n{name}: {BENCHES[name]}")
    command = [environment.VENV_PYTHON, "-m", f"bench.{name}", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | variables).returncode
