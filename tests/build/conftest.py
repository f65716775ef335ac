"""The build's modules, and the built site."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "py"))


@pytest.fixture(scope="session")
def dist():
    """The folder that `build.py site` made."""
    folder = ROOT / "dist"
    assert folder.is_dir(), "dist/ is missing; run python3 build.py site"
    return folder


@pytest.fixture(scope="session")
def site(dist):
    """The folder in it with the files of its version."""
    from sitebuild.layout import files_folder

    return files_folder(dist)
