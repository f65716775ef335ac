"""Making what is needed next while what is there is used."""

import queue
import threading

END = object()


def prefetched(items, ahead=3):
    """Yield the same as the iterable `items`, of which a thread keeps up to `ahead` ready.

    What `items` raises is raised in its place. Where no thread can be started, in a browser say,
    each item is made when it is asked for.
    """
    ready = queue.Queue(ahead)
    stopped = threading.Event()

    def fill():
        last = (END, None)
        try:
            for item in items:
                if not _put(ready, (item, None), stopped):
                    return
        except Exception as error:  # raised where the items are used
            last = (END, error)
        _put(ready, last, stopped)

    thread = threading.Thread(target=fill, daemon=True)
    try:
        thread.start()
    except RuntimeError:
        yield from items
        return
    try:
        while (item := ready.get())[0] is not END:
            yield item[0]
        if item[1] is not None:
            raise item[1]
    finally:
        stopped.set()
        thread.join()


def _put(ready, item, stopped):
    """Put `item` where there is room; return False if nobody waits for it any more."""
    while not stopped.is_set():
        try:
            ready.put(item, timeout=0.1)
        except queue.Full:
            continue
        return True
    return False
