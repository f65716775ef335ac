"""Checking that each room of `web/` and `py/inkglass/` imports only what its place allows.

A room is a folder; rooms that stand side by side make a floor. A room may import itself and the
rooms on the floors below it. Modules that lie in no room put rooms together: they may import any
room, and no room may import them.
"""

import ast
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from sitebuild.paths import PY, WEB

PACKAGE = "inkglass"
# From the top down.
PYTHON_FLOORS = (
    ("cli", "browser"),
    ("training", "picture"),
    ("formats", "synthetic", "number"),
    ("nn", "data", "reading", "imaging"),
)
PAGE_FLOORS = (
    ("picture",),
    ("number",),
    ("sharing", "reading"),
    ("drawing", "launch"),
    ("runtime", "doctor", "offline"),
    ("shared",),
)
# In comments too: a type that is imported ties two rooms together as well.
JS_IMPORT = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")


def problems(web: Path = WEB, py: Path = PY) -> list[str]:
    """Return a line for each import that breaks the rule, and for each room without a sentence."""
    return [
        *_problems_of("web", _page_imports(web), _rooms(web, "*.js"), PAGE_FLOORS),
        *_problems_of(
            f"py/{PACKAGE}",
            _python_imports(py / PACKAGE),
            _rooms(py / PACKAGE, "__init__.py"),
            PYTHON_FLOORS,
        ),
        *_unnamed_rooms(web),
    ]


def _problems_of(
    base: str,
    imports: Iterator[tuple[str, str]],
    rooms: set[str],
    floors: tuple[tuple[str, ...], ...],
) -> Iterator[str]:
    below = {
        room: {lower for floor in floors[i + 1 :] for lower in floor}
        for i, floor in enumerate(floors)
        for room in floor
    }
    for room in sorted(rooms - below.keys()):
        yield f"{base}/{room}/ stands on no floor; py/sitebuild/rooms.py lists them"
    for file, imported in imports:
        room, other = _room(file), _room(imported)
        if not room or room == other or room not in below or other in below[room]:
            continue
        allowed = ", ".join(sorted(below[room])) or "no other room"
        what = imported.rstrip("/") if other else f"{imported}, which lies in no room"
        yield f"{base}/{file} imports {what}; {room}/ may import {allowed}"


def _room(path: str) -> str:
    """Return the first folder of a path, or "" for a file that lies in none."""
    return path.partition("/")[0] if "/" in path else ""


def _rooms(base: Path, pattern: str) -> set[str]:
    return {file.parent.name for file in base.glob(f"*/{pattern}")}


def _page_imports(web: Path) -> Iterator[tuple[str, str]]:
    """Yield each module of the page with a module that it imports, as paths below `web`."""
    for file in sorted(web.rglob("*.js")):
        path = file.relative_to(web).as_posix()
        for specifier in JS_IMPORT.findall(file.read_text(encoding="utf-8")):
            yield path, posixpath.normpath(posixpath.join(posixpath.dirname(path), specifier))


def _python_imports(package: Path) -> Iterator[tuple[str, str]]:
    """Yield each module of the package with a module that it imports, as paths below `package`."""
    for file in sorted(package.rglob("*.py")):
        path = file.relative_to(package).as_posix()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for name in _imported(node):
                top, _, module = name.partition(".")
                if top == PACKAGE:
                    # By itself the package offers names from all rooms.
                    yield path, f"{module.replace('.', '/', 1)}/" if module else PACKAGE


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module]
    return []


def _unnamed_rooms(web: Path) -> Iterator[str]:
    for room in sorted(_rooms(web, "*.js")):
        first = min((web / room).glob("*.js"))
        if not first.read_text(encoding="utf-8").startswith(f"// {room}/: "):
            yield f"web/{room}/{first.name} should begin with a line on the room: // {room}/: …"
