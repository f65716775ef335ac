"""Doing a step only when its inputs changed, whole or not at all, with a line on what is done."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from sitebuild.paths import CACHE, ROOT


class Failure(Exception):
    """Something a user can mend. Its text is one line: what failed, and what to do."""


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def fingerprint(paths: Iterable[Path], *texts: str) -> str:
    """Return the SHA-256, in hex, of the files' names and bytes and of `texts`."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\0")
    for path in sorted(paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def step(title: str, output: Path, key: str, make: Callable[[], None]) -> bool:
    """Call `make` unless `output` was made from inputs with this `key`; return whether it was.

    The key is noted only after `make` returned, so what an interrupted run left is made again.
    """
    note = CACHE / "done" / f"{output.name}.txt"
    if output.exists() and note.exists() and note.read_text() == key:
        return False
    note.unlink(missing_ok=True)
    say(f"{title} …")
    started = time.monotonic()
    make()
    note.parent.mkdir(parents=True, exist_ok=True)
    write_whole(note, key.encode())
    say(f"  done in {time.monotonic() - started:.1f} s")
    return True


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader, or a later run, sees all of it or none of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    os.replace(part, path)


def replace_folder(made: Path, target: Path) -> None:
    """Put the folder `made` in the place of `target`."""
    old = CACHE / f"{target.name}.old"
    shutil.rmtree(old, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        os.replace(target, old)
    os.replace(made, target)
    shutil.rmtree(old, ignore_errors=True)


def remove(path: Path) -> None:
    """Delete a folder; raise `Failure` if something in it cannot be."""
    try:
        shutil.rmtree(path)
    except OSError as error:
        raise Failure(
            f"{error.filename} cannot be removed ({error.strerror}). Close what uses it."
        ) from error


def empty_folder(path: Path) -> Path:
    """Return `path` as an empty folder, deleting what was there."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def run(what: str, command: list, advice: str, show: bool = False, **options) -> None:
    """Run a command in the repository; on failure raise `Failure` with its last line and `advice`.

    The whole output is kept in a log below `.cache/logs`. With `show`, standard output goes to the
    terminal instead.
    """
    log = CACHE / "logs" / f"{what.replace(' ', '-')}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as file:
        try:
            done = subprocess.run(
                [str(part) for part in command],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=sys.stdout if show else file,
                stderr=file,
                **options,
            )
        except OSError as error:
            raise Failure(
                f"{what}: {command[0]} cannot be run ({error.strerror}). {advice}"
            ) from error
    if done.returncode:
        lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
        last = lines[-1].strip() if lines else f"exit code {done.returncode}"
        raise Failure(f"{what} failed: {last} {advice} (whole output: {log.relative_to(ROOT)})")
