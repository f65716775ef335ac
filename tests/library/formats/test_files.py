import os

import pytest

from inkglass.formats.files import write_whole


def test_a_file_is_replaced(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"old")

    write_whole(path, b"new")

    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["a"]


def test_a_full_disk_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(OSError, match="No space left") as failure:
        write_whole(path, b"new")
    assert failure.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]
