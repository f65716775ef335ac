"""A static host that answers as GitHub Pages does, counts what it sends, and can be slow."""

import gzip
import hashlib
import sys
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote, urlsplit

from open_connections import KnowingServer

from bench.link import FreeLink

ADDRESS = "127.0.0.1"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "application/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".mjs": "application/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
ANY_TYPE = "application/octet-stream"
COMPRESSED = {
    "application/javascript",
    "application/json",
    "application/manifest+json",
    "application/wasm",
    "application/xml",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/plain",
}


def content_type(suffix):
    """Return the MIME type a Pages host sends for a file's suffix."""
    return TYPES.get(suffix, ANY_TYPE)


def is_compressed(mime_type):
    """Return whether a Pages host gzips files of this type."""
    return mime_type.split(";")[0] in COMPRESSED


@dataclass(frozen=True)
class Body:
    """A file as it is sent: `plain`, and `gzipped` or None."""

    mime_type: str
    plain: bytes
    gzipped: bytes | None
    etag: str

    @staticmethod
    def of(file):
        """Read and compress a file."""
        mime_type, plain = content_type(file.suffix), file.read_bytes()
        gzipped = gzip.compress(plain, 6, mtime=0) if is_compressed(mime_type) else None
        return Body(mime_type, plain, gzipped, f'"{hashlib.sha256(plain).hexdigest()[:16]}"')


class Host:
    """Serves folders, each below its name, on one port of this machine that stays the same.

    `sent` counts bytes of bodies and `requests` the answers since `reset()`; `link` is the
    network between host and browser.
    """

    def __init__(self, folders):
        self.link = FreeLink()
        self._lock = threading.Lock()
        self._bodies = {
            f"/{name}/{file.relative_to(folder).as_posix()}": Body.of(file)
            for name, folder in folders.items()
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }
        self._port = 0
        self._server = None
        self._active = 0
        self._active_until = 0.0
        self.reset()

    def reset(self):
        """Count anew."""
        with self._lock:
            self.sent = 0
            self.requests = 0

    def start(self):
        """Begin to answer."""
        self._server = _Server((ADDRESS, self._port), self)
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self):
        """Stop answering: whoever connects is refused."""
        self._server.shutdown()
        self._server.server_close()
        self._server.drop_connections()

    def url(self, name):
        """Return the address of the folder called `name`."""
        return f"http://{ADDRESS}:{self._port}/{name}/"

    def body(self, path):
        """Return the `Body` for the path of a URL, or None."""
        path = unquote(urlsplit(path).path)
        return self._bodies.get(path + "index.html" if path.endswith("/") else path)

    def idle_for(self):
        """Return for how many seconds nothing has been asked for."""
        with self._lock:
            return 0.0 if self._active else time.monotonic() - self._active_until

    def begin(self):
        """Note that a request has come."""
        with self._lock:
            self._active += 1
            self.requests += 1

    def count(self, size):
        """Note that `size` bytes of a body were sent."""
        with self._lock:
            self.sent += size

    def end(self):
        """Note that a request has been answered."""
        with self._lock:
            self._active -= 1
            self._active_until = time.monotonic()


class _Server(KnowingServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address, host):
        super().__init__(address, _Handler)
        self.host = host

    def drop_connections(self):
        """Close what is still open."""
        for connection in list(self.connections):
            self.shutdown_request(connection)

    def handle_error(self, request, client_address):
        """A browser that closes its connections, or is stopped, is no error."""
        if not isinstance(sys.exception(), OSError | ValueError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # one packet for all headers

    def do_GET(self):
        self.server.host.begin()
        try:
            self.server.host.link.delay()
            self._answer(self.server.host.body(self.path))
        finally:
            self.server.host.end()

    def _answer(self, body):
        if body is None:
            self._head(404, {"Content-Length": "0"})
            return
        headers = {"ETag": body.etag, "Cache-Control": "max-age=600"}
        if self.headers.get("If-None-Match") == body.etag:
            self._head(304, headers)
            return
        data = body.plain
        if body.gzipped is not None:
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                headers["Content-Encoding"] = "gzip"
                data = body.gzipped
        length = {"Content-Type": body.mime_type, "Content-Length": str(len(data))}
        self._head(200, headers | length)
        for piece in self.server.host.link.chunks(data):
            self.server.host.count(len(piece))
            self.wfile.write(piece)
            self.wfile.flush()

    def _head(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.flush()

    def log_message(self, *arguments):
        pass
