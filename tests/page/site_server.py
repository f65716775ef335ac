"""A static web server for the tests, which can do what servers and networks do wrong."""

import socket
import sys
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote, urlsplit

from open_connections import KnowingServer

TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".zip": "application/zip",
}


class SiteServer:
    """Serves a folder under `prefix`, as a Pages host would, on a free port of 127.0.0.1.

    `faults` maps a file's name to a function `fault(handler, data, content_type)` that answers
    in its stead; an empty `faults` is a server in order. `requests` holds the names asked for.
    """

    def __init__(self, folder, prefix="/"):
        self.folder = folder
        self.prefix = prefix
        self.faults = {}
        self.requests = []
        self.released = threading.Event()
        self._server = _new_server(_handler_of(self))
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self.url = self.origin + prefix

    @contextmanager
    def running(self):
        """Serve until the end of the block; stalled answers are let go then."""
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        try:
            yield self
        finally:
            self.stop()

    def stop(self):
        """Be gone: whoever connects is refused."""
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def vanish(self):
        """Be gone also for those who have connected, whom `stop` alone goes on to answer."""
        self.stop()
        self._server.hang_up()

    def file(self, url_path):
        """Return the file for the path of a URL, or None."""
        path = unquote(urlsplit(url_path).path)
        if not path.startswith(self.prefix):
            return None
        file = self.folder / (path[len(self.prefix) :] or "index.html")
        return file if file.is_file() else None


class _Server(KnowingServer):
    def hang_up(self):
        """End the connections that browsers keep open for what they will ask next."""
        for connection in list(self.connections):
            with suppress(OSError):  # the other side was faster
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request, client_address):
        """A browser that has moved on closes its connections; that is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


_used_ports = set()


def _new_server(handler):
    """Return a server on a port that none had before, so that no page finds what another stored."""
    while True:
        server = _Server(("127.0.0.1", 0), handler)
        if server.server_port not in _used_ports:
            _used_ports.add(server.server_port)
            return server
        server.server_close()


def _handler_of(site):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            file = site.file(self.path)
            if file is None:
                missing(self)
                return
            site.requests.append(file.name)
            content_type = TYPES.get(file.suffix, "application/octet-stream")
            answer = site.faults.get(file.name, send)
            answer(self, file.read_bytes(), content_type)

        def log_message(self, *args):
            pass

        def stall(self):
            site.released.wait()

    return Handler


def send(handler, data, content_type, length=None, cached="max-age=600"):
    """Answer with `data`, to be cached as GitHub Pages has it unless told otherwise."""
    handler.send_response(200)
    handler.send_header("Content-Type", content_type)
    handler.send_header("Content-Length", str(len(data) if length is None else length))
    handler.send_header("Cache-Control", cached)
    handler.end_headers()
    handler.wfile.write(data)


def missing(handler, data=None, content_type=None):
    """404, as for a file that a deployment forgot."""
    handler.send_response(404)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def truncated(handler, data, content_type):
    """Half of the file, said to be the whole."""
    send(handler, data[: len(data) // 2], content_type)


def altered(handler, data, content_type):
    """One bit in the middle is another."""
    middle = len(data) // 2
    spoilt = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    send(handler, spoilt, content_type)


def aborted(handler, data, content_type):
    """The connection closes after half of the file."""
    send(handler, data[: len(data) // 2], content_type, length=len(data))
    handler.close_connection = True


def stalled(handler, data, content_type):
    """The rest of the file never comes."""
    send(handler, data[: len(data) // 2], content_type, length=len(data))
    handler.stall()


def held(handler, data, content_type):
    """The file comes once the server's `released` is set."""
    handler.stall()
    send(handler, data, content_type)


def idle_as_worker(handler, data, content_type):
    """A worker gets a script that does nothing; whoever else asks gets the file."""
    is_worker = handler.headers["Sec-Fetch-Dest"] == "worker"
    if is_worker:
        send(handler, b"", content_type, cached="no-store")
    else:
        send(handler, data, content_type)


def mistyped(handler, data, content_type):
    """The whole file under a type that says nothing."""
    send(handler, data, "application/octet-stream")


def with_code(code):
    """Return a fault that appends JavaScript to the file."""

    def appended(handler, data, content_type):
        send(handler, data + code.encode(), content_type, cached="no-store")

    return appended


def with_code_first(code):
    """Return a fault that puts a line of JavaScript before the file."""

    def prepended(handler, data, content_type):
        send(handler, code.encode() + b"\n" + data, content_type)

    return prepended


def sent_on(path, target):
    """Return a fault that sends whoever asks for the URL's path `path` on to `target`."""

    def onward(handler, data, content_type):
        if urlsplit(handler.path).path == path:
            redirect(handler, target)
        else:
            send(handler, data, content_type)

    return onward


def sent_on_once(handler, data, content_type):
    """Whoever asks for the file is sent on to the same with a query."""
    if urlsplit(handler.path).query:
        send(handler, data, content_type)
    else:
        redirect(handler, f"{handler.path}?here")


def redirect(handler, target):
    """Say that the file has moved."""
    handler.send_response(301)
    handler.send_header("Location", target)
    handler.send_header("Content-Length", "0")
    handler.end_headers()
