"""What `--full` of tests/conftest.py adds to a run."""

import shutil
import subprocess
import sys

import pytest
from sitebuild.paths import TESTS

SOURCE = """
import pytest

def test_always(full):
    print(f"> always, {full}")

@pytest.mark.full
def test_only_then():
    print("> only then")

@pytest.mark.parametrize("size", [1, pytest.param(2, marks=pytest.mark.full)])
def test_sizes(size):
    print(f"> size {size}")
"""


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["always, False", "size 1"]),
        (["--full"], ["always, True", "only then", "size 1", "size 2"]),
    ],
)
def test_tests_marked_full_run_only_with_it(tmp_path, options, expected):
    shutil.copy(TESTS / "conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(SOURCE)
    command = [sys.executable, "-m", "pytest", "-q", "-s", "--strict-markers", *options]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    printed = [line.partition("> ")[2] for line in done.stdout.splitlines() if "> " in line]
    assert printed == expected, done.stdout
    assert done.returncode == 0
