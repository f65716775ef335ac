"""A network slower than this machine's own: a rate that all connections share, and a delay."""

import threading
import time

SMALL = 8192  # bytes; so that connections share a slow link's rate evenly
LARGE = 65536


class TokenBucket:
    """Hands out bytes at `rate` bytes a second to whoever asks, in the order of asking.

    `now` and `sleep` are a clock in seconds. What was not used does not pile up.
    """

    def __init__(self, rate, now=time.monotonic, sleep=time.sleep):
        self._rate = rate
        self._now = now
        self._sleep = sleep
        self._lock = threading.Lock()
        self._free_at = 0.0

    def take(self, count):
        """Return when `count` bytes have had the time that they take."""
        with self._lock:
            now = self._now()
            self._free_at = max(now, self._free_at) + count / self._rate
            wait = self._free_at - now
        self._sleep(wait)


class Link:
    """A connection of `megabits` a second, each answer `latency` seconds late."""

    def __init__(self, megabits, latency):
        self.latency = latency
        self._bucket = TokenBucket(megabits * 1e6 / 8)

    def delay(self):
        """Wait as a request and the beginning of its answer would."""
        time.sleep(self.latency)

    def chunks(self, data):
        """Yield `data` in pieces, each when it would have arrived."""
        for piece in _pieces(data, SMALL):
            self._bucket.take(len(piece))
            yield piece


class FreeLink:
    """The machine's own loopback, without limits."""

    def delay(self):
        """Wait for nothing."""

    def chunks(self, data):
        """Yield `data` in pieces."""
        return _pieces(data, LARGE)


def _pieces(data, size):
    for start in range(0, len(data), size):
        yield memoryview(data)[start : start + size]
