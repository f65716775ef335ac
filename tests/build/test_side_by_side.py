"""Commands that run at the same time."""

import os
import signal
import subprocess
import sys
import time

import pytest
from sitebuild import bench, side_by_side
from sitebuild.paths import PY
from sitebuild.steps import Failure


@pytest.fixture
def python(tmp_path):
    """Return a function that makes a command of lines of Python, run in an empty folder."""

    def python(*lines):
        script = "\n".join(["import os, sys, time", f"os.chdir({str(tmp_path)!r})", *lines])
        return [sys.executable, "-u", "-c", script]

    return python


def wait_for(name):
    return f"while not os.path.exists({str(name)!r}): time.sleep(0.01)"


def make(name, text="''"):
    """Write a file whole, so that it is there with its text or not at all."""
    return f"open('part', 'w').write({text}); os.replace('part', {name!r})"


def printed(capfd):
    """Return the lines that were printed without those that show a command."""
    found = capfd.readouterr().out.splitlines()
    return [line.removeprefix("> ") for line in found if line.startswith("> ")]


def test_all_run_at_once_and_are_shown_in_order(python, capfd):
    # Each waits for another one, so that one by one none of them would end.
    commands = {
        "first": python(wait_for("b"), "print('> 1')"),
        "second": python("print('> 2')", make("a")),
        "live": python(wait_for("a"), "print('> 3')", make("b")),
    }

    codes = side_by_side.run_all(commands, "live")

    assert codes == {"first": 0, "second": 0, "live": 0}
    assert list(codes) == list(commands)
    found = printed(capfd)
    assert sorted(found) == ["1", "2", "3"]
    assert found.index("1") < found.index("2")


def test_what_has_ended_is_shown_while_the_longest_goes_on(python, capfd, tmp_path, monkeypatch):
    show = side_by_side.Command.show

    def shown(command):
        code = show(command)
        (tmp_path / "shown").touch()
        return code

    monkeypatch.setattr(side_by_side.Command, "show", shown)
    going_on = "while not os.path.exists('shown'): print('.'); time.sleep(0.01)"
    commands = {"short": python("print('> 1')"), "live": python(going_on, "print('> 2')")}

    side_by_side.run_all(commands, "live")

    assert printed(capfd) == ["1", "2"]


def test_every_exit_code_is_told_by_its_name(python):
    commands = {
        name: python(f"sys.exit({code})") for name, code in zip("abcd", (0, 3, 0, 4), strict=True)
    }

    assert side_by_side.run_all(commands, "c") == {"a": 0, "b": 3, "c": 0, "d": 4}


def test_errors_are_between_the_lines_that_they_belong_to(python, capfd):
    three = python("print('> 1')", "print('> 2', file=sys.stderr)", "print('> 3')")

    side_by_side.run_all({"kept": three, "live": python()}, "live")
    side_by_side.run_all({"kept": python(), "live": three}, "live")

    assert printed(capfd) == ["1", "2", "3"] * 2


def test_where_one_cannot_start_the_others_end(python, tmp_path, monkeypatch):
    monkeypatch.setattr(side_by_side, "PATIENCE", 0.1)
    endless = python(make("pid", "str(os.getpid())"), wait_for("never"))
    start = side_by_side.Command

    def started(words, variables, is_live):
        command = start(words, variables, is_live)
        wait_until((tmp_path / "pid").exists)
        return command

    monkeypatch.setattr(side_by_side, "Command", started)

    with pytest.raises(Failure, match="no-such-command cannot be run"):
        side_by_side.run_all({"endless": endless, "live": ["no-such-command"]}, "live")
    assert not is_running(int((tmp_path / "pid").read_text()))


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process alone")
def test_ctrl_c_ends_all_of_them(python, tmp_path):
    names = ("kept", "live")
    commands = {name: python(make(name, "str(os.getpid())"), wait_for("never")) for name in names}
    source = f"""
import sys
sys.path.insert(0, {str(PY)!r})
from sitebuild import side_by_side
side_by_side.PATIENCE = 0.1
side_by_side.run_all({commands}, "live")
"""
    process = subprocess.Popen(
        [sys.executable, "-c", source],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # What runs the tests in the background may have it ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    wait_until(lambda: all((tmp_path / name).exists() for name in names))

    process.send_signal(signal.SIGINT)

    _, errors = process.communicate(timeout=60)
    assert b"KeyboardInterrupt" in errors
    assert not [name for name in names if is_running(int((tmp_path / name).read_text()))]


def wait_until(is_so):
    limit = time.monotonic() + 60
    while not is_so() and time.monotonic() < limit:
        time.sleep(0.01)


def is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_every_bench_has_a_shortest_form():
    assert bench.SHORTEST.keys() == bench.BENCHES.keys()
