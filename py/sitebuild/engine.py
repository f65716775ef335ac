"""Making Pyodide's engine smaller: it exports all that any library could ask for.

For each of its 8,500 exports a browser makes an object at every start, and Emscripten a place in a
table. The libraries of the site are known, so what neither they nor the engine's own JavaScript
name is left out. The format is that of the WebAssembly Core Specification, "Binary Format".
"""

import re
from collections.abc import Iterable, Iterator

from sitebuild.steps import Failure

PREAMBLE = 8  # bytes: the magic number and the version
IMPORTS, EXPORTS = 2, 7  # ids of sections
FUNCTION, TABLE, MEMORY, GLOBAL, TAG = range(5)  # kinds of imports

# The engine's JavaScript is one large function. As it is published, browsers only skim it while
# they load the file, compile it when it is called, and keep for the next visit what they had
# compiled before that. In parentheses it is compiled at once, and kept.
MODULE = re.compile(
    r"(?P<function>async function _createPyodideModule\(.*\})"
    r"export default _createPyodideModule;\s*",
    re.DOTALL,
)
ASSIGNMENTS = re.compile(r"(?<=function assignWasmExports\(wasmExports\)\{)[^}]*(?=\})")
ASSIGNMENT = re.compile(r'(?P<variable>\w+)=.*wasmExports\["(?P<name>\w+)"\]')
DECLARATION = re.compile(r"(?<=var )\w+(?:,\w+){1000,}(?=;)")
WORD = re.compile(r"[\w$]+")


def trim(engine: bytes, script: str, libraries: Iterable[bytes]) -> tuple[bytes, str]:
    """Return `engine` and its `script` with the exports that they and `libraries` use.

    Raises Failure if Pyodide's files are not as they were.
    """
    needed = {name for module in (engine, *libraries) for name in import_names(module)}
    kept = needed | _named_in(script)
    return _with_exports(engine, kept), _compiled_at_once(_with_assignments(script, kept))


def import_names(module: bytes) -> Iterator[str]:
    """Yield the name of each import of a WebAssembly module."""
    for section, start, _ in _sections(module):
        if section == IMPORTS:
            yield from _import_names(module, start)


def _sections(module: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the id of each section, and where its content starts and ends."""
    position = PREAMBLE
    while position < len(module):
        section = module[position]
        size, start = _integer(module, position + 1)
        yield section, start, start + size
        position = start + size


def _import_names(module: bytes, position: int) -> Iterator[str]:
    count, position = _integer(module, position)
    for _ in range(count):
        _, position = _name(module, position)  # of the module that is to export it
        name, position = _name(module, position)
        yield name
        position = _after_type(module, module[position], position + 1)


def _after_type(module: bytes, kind: int, position: int) -> int:
    """Return where an import's type ends."""
    if kind in (FUNCTION, TAG):
        return _integer(module, position + (kind == TAG))[1]
    if kind == GLOBAL:
        return position + 2
    if kind == TABLE:
        position += 1
    has_maximum = module[position] & 1
    position = _integer(module, position + 1)[1]
    return _integer(module, position)[1] if has_maximum else position


def _with_exports(engine: bytes, kept: set[str]) -> bytes:
    """Return the engine with none but the `kept` exports."""
    start, end = next(
        (start, end) for section, start, end in _sections(engine) if section == EXPORTS
    )
    exports = [entry for name, entry in _exports(engine, start) if name in kept]
    content = b"".join([_encoded(len(exports)), *exports])
    head = engine[: _section_header(engine, start)]
    return b"".join([head, bytes([EXPORTS]), _encoded(len(content)), content, engine[end:]])


def _section_header(module: bytes, start: int) -> int:
    """Return where the section begins whose content starts at `start`."""
    position = PREAMBLE
    for _, content, end in _sections(module):
        if content == start:
            break
        position = end
    return position


def _exports(module: bytes, position: int) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each export and its entry in the section."""
    count, position = _integer(module, position)
    for _ in range(count):
        start = position
        name, position = _name(module, position)
        _, position = _integer(module, position + 1)
        yield name, module[start:position]


def _name(module: bytes, position: int) -> tuple[str, int]:
    size, position = _integer(module, position)
    return module[position : position + size].decode(), position + size


def _integer(module: bytes, position: int) -> tuple[int, int]:
    """Return an unsigned integer in LEB128, and where it ends."""
    value = shift = 0
    while True:
        byte = module[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7


def _encoded(value: int) -> bytes:
    """Return `value` in LEB128."""
    encoded = bytearray()
    while value >= 0x80:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def _named_in(script: str) -> set[str]:
    """Return the names of exports that the script uses, not counting where it names all of them."""
    found = [ASSIGNMENTS.search(script), DECLARATION.search(script)]
    if not all(found):
        raise Failure(
            "pyodide.asm.mjs is not written as it was; look at the patterns in engine.py."
        )
    rest = DECLARATION.sub("", ASSIGNMENTS.sub("", script))
    words = set(WORD.findall(rest))
    # In JavaScript a C function has an underscore before its name.
    return words | {word.removeprefix("_") for word in words}


def _with_assignments(script: str, kept: set[str]) -> str:
    """Return the script without the variables of exports that are not `kept`."""
    every = ASSIGNMENTS.search(script)[0].split(";")
    gone = {
        match["variable"]: statement
        for statement in every
        if (match := ASSIGNMENT.match(statement)) and match["name"] not in kept
    }
    unused = set(gone.values())
    statements = ";".join(statement for statement in every if statement not in unused)
    variables = [name for name in DECLARATION.search(script)[0].split(",") if name not in gone]
    script = ASSIGNMENTS.sub(lambda _: statements, script)
    return DECLARATION.sub(lambda _: ",".join(variables), script)


def _compiled_at_once(script: str) -> str:
    """Return the script with its function in parentheses."""
    module = MODULE.fullmatch(script)
    if not module:
        raise Failure("pyodide.asm.mjs is not written as it was; look at MODULE in engine.py.")
    return f"export default ({module['function']});\n"
