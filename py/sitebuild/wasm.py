"""Reading and writing WebAssembly modules, as far as the build takes them apart.

The format is that of the WebAssembly Core Specification, "Binary Format".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sitebuild.steps import Failure

PREAMBLE = b"\0asm\1\0\0\0"
# Ids of sections, in the order in which a module has them but for TAGS and DATA_COUNT.
CUSTOM, TYPES, IMPORTS, FUNCTIONS, TABLES, MEMORIES, GLOBALS = range(7)
EXPORTS, START, ELEMENTS, CODE, DATA, DATA_COUNT, TAGS = range(7, 14)
ORDER = (
    *(TYPES, IMPORTS, FUNCTIONS, TABLES, MEMORIES, TAGS, GLOBALS, EXPORTS, START, ELEMENTS),
    *(DATA_COUNT, CODE, DATA),
)
FUNCTION, TABLE, MEMORY, GLOBAL, TAG = range(5)  # kinds of imports and exports
I32, FUNCREF, FUNCTION_TYPE = 0x7F, 0x70, 0x60
I32_CONST, GLOBAL_GET, END = 0x41, 0x23, 0x0B


@dataclass
class Reader:
    """Reads `data` from `position` on."""

    data: bytes
    position: int = 0

    def byte(self) -> int:
        """Return the next byte."""
        self.position += 1
        return self.data[self.position - 1]

    def integer(self) -> int:
        """Return an unsigned integer in LEB128."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def bytes(self, size: int) -> bytes:
        """Return the next `size` bytes."""
        self.position += size
        return self.data[self.position - size : self.position]

    def name(self) -> str:
        """Return a string that has its length before it."""
        return self.bytes(self.integer()).decode()

    def is_at_end(self) -> bool:
        """Return whether all has been read."""
        return self.position >= len(self.data)


@dataclass
class Import:
    """What a module is given: `type` is encoded, as it follows the kind."""

    module: str
    name: str
    kind: int
    type: bytes

    def encoded(self) -> bytes:
        """Return the entry in the section of imports."""
        return string(self.module) + string(self.name) + bytes([self.kind]) + self.type


@dataclass
class Export:
    """What a module gives; `index` counts in the index space of its kind."""

    name: str
    kind: int
    index: int

    def encoded(self) -> bytes:
        """Return the entry in the section of exports."""
        return string(self.name) + bytes([self.kind]) + integer(self.index)


class Module:
    """A module in its sections: `sections` maps ids to contents, `customs` are those without."""

    def __init__(self, binary: bytes):
        """Take a binary apart; Failure if it is not a module."""
        if not binary.startswith(PREAMBLE):
            raise Failure("A file that should be WebAssembly is not.")
        reader = Reader(binary, len(PREAMBLE))
        self.customs: list[bytes] = []
        self.sections: dict[int, bytes] = {}
        while not reader.is_at_end():
            section = reader.byte()
            content = reader.bytes(reader.integer())
            if section == CUSTOM:
                self.customs.append(content)
            else:
                self.sections[section] = content

    def binary(self) -> bytes:
        """Return the module in its format; custom sections come first, as a linker wants them."""
        parts = [(CUSTOM, content) for content in self.customs]
        parts += [
            (section, self.sections[section]) for section in ORDER if section in self.sections
        ]
        return PREAMBLE + b"".join(bytes([section]) + sized(content) for section, content in parts)

    def imports(self) -> list[Import]:
        """Return all imports."""
        return [_read_import(reader) for reader in self._entries(IMPORTS)]

    def exports(self) -> list[Export]:
        """Return all exports."""
        return [
            Export(reader.name(), reader.byte(), reader.integer())
            for reader in self._entries(EXPORTS)
        ]

    def types(self) -> list[tuple[bytes, bytes]]:
        """Return the parameters and results of each type; Failure if one is not a function's."""
        return [_read_type(reader) for reader in self._entries(TYPES)]

    def functions(self) -> list[int]:
        """Return the index of the type of each function that is defined here."""
        return [reader.integer() for reader in self._entries(FUNCTIONS)]

    def tables(self) -> list[bytes]:
        """Return the encoded type of each table that is defined here."""
        return [_read_table(reader) for reader in self._entries(TABLES)]

    def memories(self) -> list[bytes]:
        """Return the encoded limits of each memory that is defined here."""
        return [_read_limits(reader) for reader in self._entries(MEMORIES)]

    def tags(self) -> list[bytes]:
        """Return the encoded type of each tag that is defined here."""
        return [reader.bytes(1) + integer(reader.integer()) for reader in self._entries(TAGS)]

    def globals(self) -> list[tuple[bytes, bytes]]:
        """Return the encoded type and the first value of each global that is defined here."""
        return [_read_global(reader) for reader in self._entries(GLOBALS)]

    def bodies(self) -> list[bytes]:
        """Return the body of each function that is defined here: locals, then instructions."""
        return [reader.bytes(reader.integer()) for reader in self._entries(CODE)]

    def table_elements(self) -> list[tuple[int, int]]:
        """Return place and index of each function that the module puts into its first table.

        Failure if it does so in another way than linkers do, from one place on.
        """
        reader = Reader(self.sections[ELEMENTS])
        if reader.integer() != 1 or reader.integer() != 0 or reader.byte() != I32_CONST:
            raise Failure("A WebAssembly file fills its table in a way that wasm.py does not know.")
        start = reader.integer()
        reader.byte()  # the end of the expression
        return [(start + i, reader.integer()) for i in range(reader.integer())]

    def count(self, section: int) -> int:
        """Return how many entries a section has."""
        return Reader(self.sections[section]).integer() if section in self.sections else 0

    def replace(self, section: int, entries: list[bytes]) -> None:
        """Put `entries`, encoded, in the place of a section's."""
        self.sections[section] = vector(entries)

    def append(self, section: int, *entries: bytes) -> None:
        """Add encoded entries behind those that a section has."""
        reader = Reader(self.sections.get(section, vector([])))
        count = reader.integer() + len(entries)
        self.sections[section] = integer(count) + reader.data[reader.position :] + b"".join(entries)

    def _entries(self, section: int) -> Iterator[Reader]:
        """Yield a reader for each entry; whoever takes it reads the entry, and no further."""
        if section in self.sections:
            reader = Reader(self.sections[section])
            for _ in range(reader.integer()):
                yield reader


def integer(value: int) -> bytes:
    """Return an unsigned integer in LEB128."""
    encoded = bytearray()
    while value >= 0x80:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def signed(value: int) -> bytes:
    """Return an integer that is not negative in signed LEB128, as constants are written."""
    encoded = bytearray()
    while value >= 0x40:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def sized(content: bytes) -> bytes:
    """Return `content` with its length before it."""
    return integer(len(content)) + content


def string(text: str) -> bytes:
    """Return a string with its length before it."""
    return sized(text.encode())


def vector(entries: list[bytes]) -> bytes:
    """Return encoded entries with their count before them."""
    return integer(len(entries)) + b"".join(entries)


def function_type(parameters: bytes, results: bytes) -> bytes:
    """Return the encoded type of a function."""
    return bytes([FUNCTION_TYPE]) + sized(parameters) + sized(results)


def _read_import(reader: Reader) -> Import:
    module, name, kind = reader.name(), reader.name(), reader.byte()
    begin = reader.position
    if kind == FUNCTION:
        reader.integer()
    elif kind == GLOBAL:
        reader.bytes(2)
    elif kind == TAG:
        reader.byte()
        reader.integer()
    elif kind == TABLE:
        _read_table(reader)
    else:
        _read_limits(reader)
    return Import(module, name, kind, reader.data[begin : reader.position])


def _read_type(reader: Reader) -> tuple[bytes, bytes]:
    if reader.byte() != FUNCTION_TYPE:
        raise Failure("A WebAssembly file has types that wasm.py does not know.")
    return reader.bytes(reader.integer()), reader.bytes(reader.integer())


def _read_table(reader: Reader) -> bytes:
    return reader.bytes(1) + _read_limits(reader)


def _read_limits(reader: Reader) -> bytes:
    begin = reader.position
    has_maximum = reader.byte() & 1
    for _ in range(1 + has_maximum):
        reader.integer()
    return reader.data[begin : reader.position]


def _read_global(reader: Reader) -> tuple[bytes, bytes]:
    declared = reader.bytes(2)
    begin = reader.position
    # The only instructions that compilers write here for 32-bit code.
    if reader.byte() not in (I32_CONST, GLOBAL_GET):
        raise Failure("A WebAssembly file has globals that wasm.py does not know.")
    reader.integer()
    if reader.byte() != END:
        raise Failure("A WebAssembly file has globals that wasm.py does not know.")
    return declared, reader.data[begin : reader.position]
