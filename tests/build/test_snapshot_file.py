"""The snapshot that the page starts from."""

import gzip
import json
import subprocess

from sitebuild import runtime
from sitebuild.paths import RUNTIME


def test_the_same_snapshot_is_made_again(tmp_path):
    made = tmp_path / "again"
    settings = runtime.start_settings(RUNTIME, runtime.models()[0], made)
    command = ["node", str(runtime.MAKE_SNAPSHOT), json.dumps(settings)]
    subprocess.run(command, check=True, timeout=120)

    assert gzip.decompress((RUNTIME / runtime.SNAPSHOT).read_bytes()) == made.read_bytes()
