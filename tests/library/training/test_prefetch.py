import threading

import pytest

from inkglass.training.prefetch import prefetched


def test_all_items_come_in_their_order():
    assert list(prefetched(range(100))) == list(range(100))


def test_what_goes_wrong_is_raised_where_the_items_are_used():
    def items():
        yield 1
        raise ValueError("no more")

    made = prefetched(items())

    assert next(made) == 1
    with pytest.raises(ValueError, match="no more"):
        next(made)


def test_items_that_nobody_takes_are_not_made_for_ever():
    made, threads = [], threading.active_count()

    def items():
        for i in range(10**6):
            made.append(i)
            yield i

    taken = prefetched(items(), ahead=2)
    next(taken)
    taken.close()

    assert len(made) < 10
    assert threading.active_count() <= threads


def test_without_threads_items_are_made_when_they_are_asked_for(monkeypatch):
    def refuse(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)

    assert list(prefetched(range(5))) == list(range(5))
