import threading
import time

import pytest

from bench.link import Link, TokenBucket


class Clock:
    def __init__(self):
        self.time = 0.0

    def now(self):
        return self.time

    def sleep(self, seconds):
        self.time += seconds


@pytest.fixture
def clock():
    return Clock()


def test_bytes_take_their_time(clock):
    bucket = TokenBucket(1000, clock.now, clock.sleep)
    bucket.take(500)
    bucket.take(1500)
    assert clock.time == pytest.approx(2.0)


def test_a_pause_is_not_made_up_for(clock):
    bucket = TokenBucket(1000, clock.now, clock.sleep)
    bucket.take(1000)
    clock.time += 60
    bucket.take(1000)
    assert clock.time == pytest.approx(62.0)


def test_whoever_asks_meanwhile_waits_behind(clock):
    waits = []
    bucket = TokenBucket(1000, clock.now, waits.append)
    for _ in range(3):
        bucket.take(100)
    assert waits == pytest.approx([0.1, 0.2, 0.3])


def test_connections_share_one_link():
    link = Link(megabits=8, latency=0)
    received = {}

    def receive(name):
        received[name] = b"".join(link.chunks(bytes(50_000)))

    threads = [threading.Thread(target=receive, args=(name,)) for name in "ab"]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - begun >= 0.09
    assert received == {"a": bytes(50_000), "b": bytes(50_000)}
