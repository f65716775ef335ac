"""What a side of the training bench says: one JSON a line, an answer to each number of steps."""

import json
import resource
import sys
import time


def serve(step, logits):
    """Answer each line, a number of steps, with how many seconds they took.

    The first line tells the `logits` of the first images and, as long as nothing has been trained,
    how the sides can be compared. `step()` takes one step of training. Memory is in MB.
    """
    _say({"logits": logits})
    for line in sys.stdin:
        begun = time.perf_counter()
        for _ in range(int(line)):
            step()
        _say({"seconds": time.perf_counter() - begun, "memory": _peak_memory()})


def _peak_memory():
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / (1e6 if sys.platform == "darwin" else 1e3)


def _say(what):
    print(json.dumps(what), flush=True)
