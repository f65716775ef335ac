"""Parting a WebAssembly module: functions that a start calls, all others, and what fills memory.

Both halves number all functions as the whole module does, so that no instruction has to be changed.
Where a half lacks a function it has a stub, which calls the other half's through a table. The first
call of a stub of the first half has JavaScript fetch the second. The data that the whole module
would write into memory is a module of its own, since a start from a snapshot does without it.
`web/runtime/wasm-halves.js` puts the parts together.
"""

from dataclasses import dataclass

from sitebuild import wasm
from sitebuild.steps import Failure

# What the halves share is exported and imported by these names.
SHARED = "inkglass"
STARTING, POSTPONED, IS_WHOLE = "starting", "postponed", "is-whole"
LOADER = 0  # where in the table of postponed functions JavaScript puts the one that fetches them
COVERAGE = "inkglass coverage"

CALL, CALL_INDIRECT, IF, NO_RESULT = b"\x10", b"\x11", b"\x04", b"\x40"
LOCAL_GET, I32_EQZ = b"\x20", b"\x45"
TABLE_SET, REF_FUNC = b"\x26", b"\xd2"
GLOBAL_GET, I32_CONST, END = (bytes([code]) for code in (wasm.GLOBAL_GET, wasm.I32_CONST, wasm.END))
ZERO = I32_CONST + wasm.signed(0) + END
IS_MUTABLE = 1
NO_LOCALS = wasm.vector([])
EMPTY_PASSIVE_DATA = b"\x01" + wasm.vector([])


def instrumented(binary: bytes) -> bytes:
    """Return the module with an exported table in which each function marks that it was called.

    The table's elements are in the order of the functions that are defined; null is not called.
    """
    module = wasm.Module(binary)
    space = _Space(module)
    mark = REF_FUNC + wasm.integer(space.first_defined) + TABLE_SET + wasm.integer(space.tables)
    bodies = [
        _with_prologue(body, I32_CONST + wasm.signed(i) + mark)
        for i, body in enumerate(module.bodies())
    ]
    module.replace(wasm.CODE, [wasm.sized(body) for body in bodies])
    module.append(wasm.TABLES, _table(len(bodies)))
    module.append(wasm.ELEMENTS, b"\3\0" + _functions([space.first_defined]))  # only declares it
    module.append(wasm.EXPORTS, wasm.Export(COVERAGE, wasm.TABLE, space.tables).encoded())
    return module.binary()


@dataclass
class Parts:
    """The modules that a module has been parted into."""

    first: bytes
    second: bytes
    data: bytes


def split(binary: bytes, used: set[int]) -> Parts:
    """Part a module; the first half has the functions `used`, counted as the module defines them.

    Raises Failure if the module has anything that would have to be shared and cannot be.
    """
    module = wasm.Module(binary)
    space = _Space(module)
    order = range(len(module.bodies()))
    postponed = [i for i in order if i not in used]
    return Parts(
        _first_half(wasm.Module(binary), space, sorted(used), postponed),
        _second_half(wasm.Module(binary), space, sorted(used), postponed),
        _data(module, space),
    )


class _Space:
    """Where a module's index spaces end, which is where what the halves add begins."""

    def __init__(self, module: wasm.Module):
        imported = [each.kind for each in module.imports()]
        self.first_defined = imported.count(wasm.FUNCTION)
        self.first_global = imported.count(wasm.GLOBAL)
        self.first_table = imported.count(wasm.TABLE)
        self.functions = self.first_defined + module.count(wasm.FUNCTIONS)
        self.globals = self.first_global + module.count(wasm.GLOBALS)
        self.tables = self.first_table + module.count(wasm.TABLES)
        self.types = module.count(wasm.TYPES)


def _first_half(module: wasm.Module, space: _Space, used: list[int], postponed: list[int]) -> bytes:
    shared = _shared(module, space)
    ensure_whole = CALL + wasm.integer(space.functions)
    stub = _Stubs(module, table=space.tables + 1, before=ensure_whole)
    bodies = module.bodies()
    for place, i in enumerate(postponed, LOADER + 1):
        bodies[i] = stub.body(i, place)
    bodies.append(_ensure_whole(space))
    module.replace(wasm.CODE, [wasm.sized(body) for body in bodies])
    module.append(wasm.TYPES, wasm.function_type(b"", b""))
    module.append(wasm.FUNCTIONS, wasm.integer(space.types))
    module.append(wasm.TABLES, _table(len(used)), _table(LOADER + 1 + len(postponed)))
    module.append(wasm.GLOBALS, bytes([wasm.I32, IS_MUTABLE]) + ZERO)
    module.append(wasm.ELEMENTS, _filled(space.tables, 0, [space.first_defined + i for i in used]))
    shared += [
        (STARTING, wasm.TABLE, space.tables, b""),
        (POSTPONED, wasm.TABLE, space.tables + 1, b""),
        (IS_WHOLE, wasm.GLOBAL, space.globals, b""),
    ]
    exports = [wasm.Export(f"{SHARED} {name}", kind, index) for name, kind, index, _ in shared]
    module.append(wasm.EXPORTS, *(export.encoded() for export in exports))
    _empty_data(module)
    return module.binary()


def _second_half(
    module: wasm.Module, space: _Space, used: list[int], postponed: list[int]
) -> bytes:
    shared = _shared(module, space)
    stub = _Stubs(module, table=space.tables)
    bodies = module.bodies()
    for place, i in enumerate(used):
        bodies[i] = stub.body(i, place)
    module.replace(wasm.CODE, [wasm.sized(body) for body in bodies])
    shared += [
        (STARTING, wasm.TABLE, space.tables, _table(len(used))),
        (POSTPONED, wasm.TABLE, space.tables + 1, _table(LOADER + 1 + len(postponed))),
    ]
    module.append(wasm.IMPORTS, *_imports(shared))
    constants = [type_ + value for type_, value in module.globals() if not _is_mutable(type_)]
    module.replace(wasm.GLOBALS, constants)
    module.replace(
        wasm.ELEMENTS,
        [_filled(space.tables + 1, LOADER + 1, [space.first_defined + i for i in postponed])],
    )
    _empty_data(module)
    for section in (wasm.TABLES, wasm.MEMORIES, wasm.TAGS, wasm.EXPORTS, wasm.START):
        module.sections.pop(section, None)
    return module.binary()


def _data(module: wasm.Module, space: _Space) -> bytes:
    """Return a module that does nothing but write the data into the memory that it is given."""
    places = [each for each in module.imports() if each.kind in (wasm.MEMORY, wasm.GLOBAL)]
    memories = [each for each in _shared(module, space) if each[1] == wasm.MEMORY]
    made = wasm.Module(wasm.PREAMBLE)
    made.replace(wasm.IMPORTS, [each.encoded() for each in places])
    made.append(wasm.IMPORTS, *_imports(memories))
    made.sections[wasm.DATA] = module.sections.get(wasm.DATA, wasm.vector([]))
    return made.binary()


def _empty_data(module: wasm.Module) -> None:
    """Leave segments without data: instructions may name them."""
    if wasm.DATA in module.sections:
        module.replace(wasm.DATA, [EMPTY_PASSIVE_DATA] * module.count(wasm.DATA))


def _imports(shared: list[tuple[str, int, int, bytes]]) -> list[bytes]:
    """Return encoded imports of what the first half exports."""
    return [wasm.Import(SHARED, name, kind, encoded).encoded() for name, kind, _, encoded in shared]


def _shared(module: wasm.Module, space: _Space) -> list[tuple[str, int, int, bytes]]:
    """Return name, kind, index and encoded type of all that both halves have to have in common.

    What is imported both import anyway, and constants each can have for itself.
    """
    globals_ = [type_ for type_, _ in module.globals()]
    mutable = [type_ for type_ in globals_ if _is_mutable(type_)]
    if any(_is_mutable(type_) for type_ in globals_[len(mutable) :]):
        raise Failure("A WebAssembly file has variables behind constants; split.py cannot part it.")
    imported = [each.kind for each in module.imports()]
    groups = (
        ("global", wasm.GLOBAL, mutable),
        ("table", wasm.TABLE, module.tables()),
        ("memory", wasm.MEMORY, module.memories()),
        ("tag", wasm.TAG, module.tags()),
    )
    return [
        (f"{name} {i}", kind, imported.count(kind) + i, type_)
        for name, kind, types in groups
        for i, type_ in enumerate(types)
    ]


class _Stubs:
    """Makes functions that call their like through a table, after `before`."""

    def __init__(self, module: wasm.Module, table: int, before: bytes = b""):
        self._parameters = [len(parameters) for parameters, _ in module.types()]
        self._types = module.functions()
        self._table = table
        self._before = before

    def body(self, function: int, place: int) -> bytes:
        """Return the body of a stub for a function that is at `place` in the table."""
        type_ = self._types[function]
        arguments = b"".join(LOCAL_GET + wasm.integer(i) for i in range(self._parameters[type_]))
        callee = I32_CONST + wasm.signed(place)
        call = CALL_INDIRECT + wasm.integer(type_) + wasm.integer(self._table)
        return NO_LOCALS + self._before + arguments + callee + call + END


def _ensure_whole(space: _Space) -> bytes:
    """Return the body of the function that calls the loader, unless that has been done."""
    test = GLOBAL_GET + wasm.integer(space.globals) + I32_EQZ + IF + NO_RESULT
    loader = I32_CONST + wasm.signed(LOADER)
    call = CALL_INDIRECT + wasm.integer(space.types) + wasm.integer(space.tables + 1)
    return NO_LOCALS + test + loader + call + END + END


def _with_prologue(body: bytes, prologue: bytes) -> bytes:
    """Return a function's body with instructions before its own."""
    reader = wasm.Reader(body)
    for _ in range(reader.integer()):
        reader.integer()
        reader.byte()
    return body[: reader.position] + prologue + body[reader.position :]


def _table(size: int) -> bytes:
    """Return the encoded type of a table of that many functions."""
    return bytes([wasm.FUNCREF, 0]) + wasm.integer(size)


def _filled(table: int, offset: int, functions: list[int]) -> bytes:
    """Return an encoded segment that puts functions into a table."""
    start = I32_CONST + wasm.signed(offset) + END
    return b"\2" + wasm.integer(table) + start + b"\0" + _functions(functions)


def _functions(functions: list[int]) -> bytes:
    return wasm.vector([wasm.integer(function) for function in functions])


def _is_mutable(type_: bytes) -> bool:
    return type_[1] == IS_MUTABLE
