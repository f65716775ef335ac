"""Running the command line, in this process or as a user runs it: in one of its own."""

import os
import subprocess
import sys
import time
import warnings
from pathlib import Path

from inkglass.cli.main import main

COMMAND = [sys.executable, "-c", "import sys; from inkglass.cli.main import main; sys.exit(main())"]
MODELS = Path(__file__).parents[2] / "web" / "models"


# What Python does not print unless it is told to.
SILENT = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)


def called(arguments):
    """Call the command line in this process; return its exit code.

    A process would print a warning on stderr; here it is an error, that fails the test.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for kind in SILENT:
            warnings.simplefilter("ignore", kind)
        try:
            return main(arguments)
        except SystemExit as end:
            return end.code


def assert_one_line(done, *parts, code=1):
    """The command failed with one line on stderr that has these parts, and no traceback."""
    assert done.returncode == code
    assert len(done.stderr.splitlines()) == 1
    for part in parts:
        assert str(part) in done.stderr


def start_training(folder, *arguments, output=subprocess.DEVNULL):
    return subprocess.Popen(
        [*COMMAND, "train", *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(MODELS.parents[1] / "py")},
        stdout=output,
        stderr=output,
        text=True,
    )


def wait_for(path):
    limit = time.monotonic() + 60
    while not path.exists() and time.monotonic() < limit:
        time.sleep(0.01)
