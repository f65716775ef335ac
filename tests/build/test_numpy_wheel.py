import hashlib
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sitebuild import numpy_wheel
from sitebuild.steps import Failure

WHEEL = b"the bytes of a wheel"


@pytest.fixture(autouse=True)
def target(tmp_path, monkeypatch):
    path = tmp_path / "downloads" / "numpy.whl"
    monkeypatch.setattr(numpy_wheel, "NUMPY_WHEEL", path)
    monkeypatch.setattr(numpy_wheel, "_locked_sha256", lambda: hashlib.sha256(WHEEL).hexdigest())
    return path


def sources(monkeypatch, cdn, pypi):
    monkeypatch.setattr(numpy_wheel, "_from_cdn", cdn)
    monkeypatch.setattr(numpy_wheel, "_from_pypi", pypi)


def unwanted():
    raise AssertionError("this source should not have been asked")


def test_the_cdn_is_enough(target, monkeypatch):
    sources(monkeypatch, lambda: WHEEL, unwanted)

    numpy_wheel.prepare()

    assert target.read_bytes() == WHEEL


@pytest.mark.parametrize("cdn", [None, b"altered"], ids=["no route", "altered"])
def test_pypi_stands_in_when_the_cdn_fails(target, monkeypatch, cdn):
    sources(monkeypatch, lambda: cdn, lambda: WHEEL)

    numpy_wheel.prepare()

    assert target.read_bytes() == WHEEL


def test_bytes_with_another_hash_are_never_kept(target, monkeypatch):
    sources(monkeypatch, lambda: b"altered", lambda: b"altered as well")

    with pytest.raises(Failure, match="could not be downloaded"):
        numpy_wheel.prepare()

    assert not target.exists()


def test_a_good_wheel_is_not_fetched_again(target, monkeypatch):
    target.parent.mkdir()
    target.write_bytes(WHEEL)
    sources(monkeypatch, unwanted, unwanted)

    numpy_wheel.prepare()


def test_a_spoilt_wheel_is_fetched_again(target, monkeypatch):
    target.parent.mkdir()
    target.write_bytes(WHEEL[:-1])
    sources(monkeypatch, lambda: WHEEL, unwanted)

    numpy_wheel.prepare()

    assert target.read_bytes() == WHEEL


def test_a_download_is_read_whole(tmp_path):
    (tmp_path / "file").write_bytes(WHEEL * 10_000)
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/file"
        with numpy_wheel.urllib.request.urlopen(url) as response:
            data = numpy_wheel._read_with_progress(response)
        server.shutdown()

    assert data == WHEEL * 10_000
