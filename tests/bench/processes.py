"""The processes of a browser, by Linux's /proc: which they are and what memory they took."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

PROC = Path("/proc")
IS_KNOWN = (PROC / "self" / "status").exists()  # Linux
LOOK_EVERY = 0.25  # seconds
QUIET = 0.05  # of a processor
QUIET_LOOKS = 2
BUSY_LIMIT = 15.0  # seconds


class Browser:
    """The processes of a running browser; `pid` is None where the system has no /proc."""

    def __init__(self, pid):
        self.pid = pid

    @staticmethod
    def of(profile):
        """Find the browser that runs on a profile."""
        if not IS_KNOWN:
            return Browser(None)
        own = f"--user-data-dir={profile} "
        for folder in PROC.glob("[0-9]*"):
            command = command_of(folder.name)
            if own in command and "--type=" not in command:
                return Browser(int(folder.name))
        raise RuntimeError(f"the browser on {profile} is not among the processes")

    def wait_until_quiet(self):
        """Wait until the browser has nothing to do.

        After its own start it is busy for about a second, with pages of its own that nobody sees,
        and would take from the page that is measured what that page can have in daily life.
        """
        if self.pid is None:
            time.sleep(2)
            return
        deadline = time.monotonic() + BUSY_LIMIT
        looks, used = 0, self._processor_time()
        while looks < QUIET_LOOKS and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY)
            before, used = used, self._processor_time()
            looks = looks + 1 if used - before <= QUIET * LOOK_EVERY else 0

    def _processor_time(self):
        """Return the seconds of processor time that all processes have used."""
        return sum(_processor_time(pid) for pid in [self.pid, *descendants(self.pid)])

    def peak_memory(self):
        """Return the renderers' peak memory in MB, or None where that is unknown.

        It is what each had at its highest, less what it maps from files, which is the browser's
        own program and shared by all. The kernel keeps it, so that measuring slows nothing.
        """
        if self.pid is None:
            return None
        return sum(_private_peak(pid) for pid in renderers(self.pid)) / 1024

    @contextmanager
    def slowed(self, factor):
        """Let the renderers run for one part in `factor` of the time."""
        if factor == 1:
            yield
            return
        command = [sys.executable, "-m", "bench.slowing", str(self.pid), str(factor)]
        slower = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        slower.stdout.readline()
        try:
            yield
        finally:
            slower.stdin.close()
            slower.wait()
            slower.stdout.close()


def command_of(pid):
    """Return a process's command line, empty if it is gone; each word ends in a space."""
    try:
        # Most are parted by zeros; Chromium's renderers rewrite theirs with spaces.
        line = (PROC / str(pid) / "cmdline").read_bytes().rstrip(b"\0")
    except OSError:
        return ""
    return line.replace(b"\0", b" ").decode(errors="replace") + " "


def renderers(pid):
    """Return the processes below `pid` that run pages and workers."""
    return [child for child in descendants(pid) if "--type=renderer " in command_of(child)]


def descendants(pid):
    """Return all processes below `pid`."""
    found = []
    for tasks in PROC.glob(f"{pid}/task/*/children"):
        try:
            children = [int(child) for child in tasks.read_text().split()]
        except OSError:
            continue
        for child in children:
            found += [child, *descendants(child)]
    return found


def _processor_time(pid):
    """Return the seconds of processor time that a process has used; 0 if it is gone."""
    try:
        line = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return 0
    user, system = line.rpartition(")")[2].split()[11:13]  # the name before it may have spaces
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _private_peak(pid):
    """Return a process's peak of memory that no file backs, in kB; 0 if it is gone."""
    try:
        lines = (PROC / str(pid) / "status").read_text().splitlines()
    except OSError:
        return 0
    fields = dict(line.split(":", 1) for line in lines if ":" in line)
    if "VmHWM" not in fields:
        return 0
    return int(fields["VmHWM"].split()[0]) - int(fields["RssFile"].split()[0])
