import gzip
from http.client import HTTPConnection

import pytest

from bench.host import Host, content_type, is_compressed


@pytest.mark.parametrize(
    "suffix", [".html", ".css", ".js", ".mjs", ".json", ".svg", ".wasm", ".xml", ".webmanifest"]
)
def test_a_pages_host_compresses(suffix):
    assert is_compressed(content_type(suffix))


@pytest.mark.parametrize("suffix", [".zip", ".npz", ".onnx", ".png", ".woff2", ".whl", ".bin", ""])
def test_a_pages_host_does_not_compress(suffix):
    assert not is_compressed(content_type(suffix))


def test_wasm_compiles_while_it_arrives_only_with_its_type():
    assert content_type(".wasm") == "application/wasm"


@pytest.fixture
def host(tmp_path):
    (tmp_path / "index.html").write_bytes(b"page " * 1000)
    (tmp_path / "weights.npz").write_bytes(b"weights " * 1000)
    host = Host({"site": tmp_path})
    host.start()
    yield host
    host.stop()


def get(host, path, **headers):
    connection = HTTPConnection(host.url("").split("/")[2], timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_what_was_sent_is_counted_as_sent(host):
    answer, body = get(host, "/site/", **{"Accept-Encoding": "gzip, deflate"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == b"page " * 1000
    assert (host.sent, host.requests) == (len(body), 1)
    host.reset()
    _, body = get(host, "/site/weights.npz", **{"Accept-Encoding": "gzip"})
    assert body == b"weights " * 1000
    assert host.sent == 8000


def test_a_file_the_browser_has_is_not_sent_again(host):
    answer, _ = get(host, "/site/")
    assert answer.headers["Cache-Control"] == "max-age=600"
    host.reset()
    again, body = get(host, "/site/", **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status, body, host.sent) == (304, b"", 0)


def test_what_is_not_there_is_not_found(host):
    assert get(host, "/site/none.js")[0].status == 404
    assert get(host, "/elsewhere/")[0].status == 404


def test_a_stopped_host_refuses_and_comes_back_at_the_same_address(host):
    url = host.url("site")
    host.stop()
    with pytest.raises(ConnectionRefusedError):
        get(host, "/site/")
    host.start()
    assert host.url("site") == url
    assert get(host, "/site/")[0].status == 200
