"""Running commands side by side, without their lines getting mixed up."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable

from sitebuild.paths import ROOT
from sitebuild.steps import Failure, say

PATIENCE = 5.0  # seconds that commands have to end by themselves, and again once they are asked to


class Command:
    """A command that runs in the repository; what it prints is kept in a file, or comes live."""

    def __init__(self, words: list, variables: dict[str, str], is_live: bool):
        self._words = [str(word) for word in words]
        # Closed once it has been shown, or with the program.
        self._kept = None if is_live else tempfile.TemporaryFile()  # noqa: SIM115
        try:
            self.process = subprocess.Popen(
                self._words,
                cwd=ROOT,
                env=os.environ | variables,
                stdin=subprocess.DEVNULL,
                stdout=self._kept or subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        except OSError as error:
            raise Failure(
                f"{self._words[0]} cannot be run ({error.strerror}). "
                "Remove .cache/ and run this again."
            ) from error

    def show(self) -> int:
        """Wait for the end and print the command and what it printed; return its exit code."""
        code = self.process.wait()
        self._announce()
        with self._kept as output:
            output.seek(0)
            _write(output.read())
        return code

    def follow(self, after_each_line: Callable[[], None]) -> int:
        """Print the command and its lines as they come; return its exit code."""
        self._announce()
        for line in self.process.stdout:
            _write(line)
            after_each_line()
        return self.process.wait()

    def _announce(self) -> None:
        words = [word.removeprefix(f"{ROOT}/") for word in self._words if not word.startswith("{")]
        say("\n$ " + " ".join(words))


def run_all(
    commands: dict[str, list], live: str, variables: dict[str, str] | None = None
) -> dict[str, int]:
    """Run commands at once; return their exit codes by their names.

    The lines of `live`, the command that takes longest, are printed as they come. Of each other all
    lines are printed together and in order, between two of those, as soon as it has ended.
    """
    running = {}
    try:
        for name, words in commands.items():
            running[name] = Command(words, variables or {}, is_live=name == live)
        return _codes(running, live)
    finally:
        _stop([command.process for command in running.values()])


def _codes(running: dict[str, Command], live: str) -> dict[str, int]:
    waiting = [name for name in running if name != live]
    codes = {}

    def show_what_ended() -> None:
        while waiting and running[waiting[0]].process.poll() is not None:
            name = waiting.pop(0)
            codes[name] = running[name].show()

    code = running[live].follow(show_what_ended)
    for name in waiting:
        codes[name] = running[name].show()
    return codes | {live: code}


def _stop(processes: Iterable[subprocess.Popen]) -> None:
    """End what still runs, if it does not end by itself: Ctrl-C reaches it from the terminal."""
    for act in (None, _interrupt, subprocess.Popen.kill):
        left = [process for process in processes if process.poll() is None]
        for process in left if act else ():
            act(process)
        _wait(left, PATIENCE)


def _interrupt(process: subprocess.Popen) -> None:
    process.send_signal(signal.SIGINT) if os.name != "nt" else process.terminate()


def _wait(processes: list[subprocess.Popen], seconds: float) -> None:
    limit = time.monotonic() + seconds
    for process in processes:
        try:
            process.wait(max(0, limit - time.monotonic()))
        except subprocess.TimeoutExpired:
            return


def _write(data: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
