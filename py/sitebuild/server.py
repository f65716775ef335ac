"""Serving a folder on this machine."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from sitebuild.steps import Failure, say

HOST = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TRIED = 100


class Handler(SimpleHTTPRequestHandler):
    """Files with a static host's MIME types; a browser asks each time whether they changed."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".woff2": "font/woff2",
    }

    def end_headers(self):
        """Add what keeps a rebuilt page from being hidden by the browser's cache."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format, *args):
        """Say nothing of each request."""


class Server(ThreadingHTTPServer):
    """A server that takes a visitor's leaving in the middle of a file as nothing special."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        """Say nothing of broken connections."""


def serve(folder: Path, port: int | None) -> None:
    """Serve `folder` until Ctrl-C, on `port` or on the first free one from 8000."""
    server = _open(folder, port)
    say(f"Inkglass is at http://{HOST}:{server.server_port}/  (Ctrl-C stops it)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("")
    finally:
        server.server_close()


def _open(folder: Path, port: int | None) -> Server:
    handler = partial(Handler, directory=str(folder))
    ports = range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if port is None else [port]
    for candidate in ports:
        try:
            return Server((HOST, candidate), handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
    if port is None:
        raise Failure(f"No port from {FIRST_PORT} to {ports[-1]} is free. Give one with --port.")
    raise Failure(f"Port {port} cannot be used ({reason}). Give another with --port, or none.")
