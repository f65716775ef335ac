"""A web server that knows the connections that browsers keep open."""

from http.server import ThreadingHTTPServer


class KnowingServer(ThreadingHTTPServer):
    """A server whose `connections` are those that have been made and not ended yet."""

    def __init__(self, address, handler):
        super().__init__(address, handler)
        self.connections = set()

    def get_request(self):
        connection, address = super().get_request()
        self.connections.add(connection)
        return connection, address

    def shutdown_request(self, request):
        self.connections.discard(request)
        super().shutdown_request(request)
