"""Running the command line as a user runs it: in a process of its own."""

import os
import subprocess
import sys
import time
from pathlib import Path

COMMAND = [sys.executable, "-c", "import sys; from inkglass.cli.main import main; sys.exit(main())"]
MODELS = Path(__file__).parents[2] / "web" / "models"


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
