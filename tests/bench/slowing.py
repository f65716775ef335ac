"""Slowing a browser: its renderers are stopped for most of the time.

DevTools' own throttling reaches a page's main thread only and is refused for workers, where
half of these pages work; so every thread is slowed, by stopping the whole process.
"""

import os
import select
import signal
import sys
import time

from bench.processes import command_of, descendants

PERIOD = 0.02  # seconds; of each the renderers run a part


class DutyCycle:
    """How long to stop after each run, so that over time one part in `factor` is run.

    Neither runs nor stops are as long as asked for; what a stop lasted too long or too short
    goes into the next.
    """

    def __init__(self, factor, period=PERIOD):
        self.run = period / factor
        self._factor = factor
        self._owed = 0.0

    def stop_after(self, ran):
        """Return for how long to stop after a run of `ran` seconds."""
        self._owed += ran * (self._factor - 1)
        return max(0.0, self._owed)

    def stopped(self, seconds):
        """Note that a stop lasted this long."""
        self._owed -= seconds


def main(pid, factor):
    """Slow the renderers below `pid` until standard input is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started this
    zygotes = [child for child in descendants(pid) if "--type=zygote " in command_of(child)]
    cycle = DutyCycle(factor)
    known = set()
    print("slowing", flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        continued = time.perf_counter()
        time.sleep(cycle.run)
        slowed = _renderers_of(zygotes, known)
        stopped = time.perf_counter()
        _send(slowed, signal.SIGSTOP)
        time.sleep(cycle.stop_after(stopped - continued))
        _send(slowed, signal.SIGCONT)
        cycle.stopped(time.perf_counter() - stopped)


def _renderers_of(zygotes, known):
    """Return the renderers that the zygotes have made; `known` are those found before."""
    current = {child for zygote in zygotes for child in descendants(zygote)}
    known |= {pid for pid in current - known if "--type=renderer " in command_of(pid)}
    return current & known


def _send(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
