"""Read and write `.npz` files: NumPy arrays in a zip archive.

NumPy's own reader believes a file's declared sizes and needs the standard library's `zipfile`,
which is slow to import where a page waits for it. This one takes what NumPy writes of numbers and
text, checks every declared size before it reads, and has no way to unpickle anything. The layout
is that of PKWARE's APPNOTE.TXT and of NumPy's NEP 1.
"""

import re
import struct
import zlib

import numpy as np

MAX_BYTES = 64 * 2**20  # of all arrays together
MAX_ARRAYS = 1000
STORED, DEFLATED = 0, 8
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
LOCAL_MAGIC, CENTRAL_MAGIC, END_MAGIC = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
ENCRYPTED = 1
UTF8 = 0x800
EARLIEST_DATE = 0x21  # 1 January 1980, the first that zip can tell
NPY_MAGIC = b"\x93NUMPY"
NPY_HEADER = re.compile(
    r"\{'descr': '([<|=>][a-zA-Z][0-9]{1,6})', 'fortran_order': (True|False), "
    r"'shape': \(((?:[0-9]{1,10}, ?)*[0-9]{0,10})\), *\} *\n"
)
MAX_NPY_HEADER = 1000
DTYPES = re.compile(r"<f4|<U[0-9]+")


def read_npz(data):
    """Map the bytes of an `.npz` to its arrays by name: float32, or text as `str`.

    Raises ValueError, naming the array where one is at fault, for anything else: a damaged
    archive, another data type, sizes that do not agree, more than 64 MiB.
    """
    try:
        members = _members(data)
    except (struct.error, UnicodeDecodeError, OverflowError):  # the last on 32 bits
        raise ValueError("expected an .npz archive, found a damaged one") from None
    total = sum(size for *_, size in members.values())
    if total > MAX_BYTES:
        raise ValueError(f"expected at most {MAX_BYTES} bytes of arrays, found {total} declared")
    return {name: _array(name, _content(name, data, *where)) for name, where in members.items()}


def write_npz(arrays):
    """Map arrays by name, float32 or `str`, to the bytes of an `.npz`.

    The same arrays give the same bytes: nothing is compressed, and every date is 1 January 1980.
    """
    body, directory = bytearray(), bytearray()
    for name, array in arrays.items():
        content = _npy(array)
        path = f"{name}.npy".encode()
        sizes = (zlib.crc32(content), len(content), len(content), len(path), 0)
        common = (20, UTF8, STORED, 0, EARLIEST_DATE, *sizes)
        directory += CENTRAL.pack(CENTRAL_MAGIC, 20, *common, 0, 0, 0, 0, len(body)) + path
        body += LOCAL.pack(LOCAL_MAGIC, *common) + path + content
    count = len(arrays)
    end = END.pack(END_MAGIC, 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def _members(data):
    """Return (offset of the content, packed size, method, checksum, size) of each array."""
    at = data.rfind(END_MAGIC, max(0, len(data) - END.size - 0xFFFF))
    if not data.startswith(LOCAL_MAGIC) or at < 0:
        raise ValueError("expected an .npz archive, found something else or a truncated one")
    _, _, _, _, count, length, start, _ = END.unpack_from(data, at)
    if start + length != at or count > MAX_ARRAYS:
        raise ValueError(f"expected a directory of at most {MAX_ARRAYS} arrays, found damage")
    members = {}
    where = start
    for _ in range(count):
        name, where, member = _member(data, where)
        if name in members:
            raise ValueError(f"{name}: found twice")
        members[name] = member
    if where != at:
        raise ValueError("expected the directory to end with its last array, found surplus bytes")
    return members


def _member(data, where):
    """Read the directory's entry at `where`; return its name, the next entry's place and it."""
    entry = CENTRAL.unpack_from(data, where)
    magic, _, _, flags, method, _, _, checksum, packed, size, length, extra, comment = entry[:13]
    offset = entry[-1]
    name = data[where + CENTRAL.size : where + CENTRAL.size + length].decode()
    is_name = name.endswith(".npy") and name.isprintable()
    if magic != CENTRAL_MAGIC or not is_name or flags & ENCRYPTED:
        raise ValueError(f"expected printable names that end in .npy, found {name[:80]!r}")
    local = LOCAL.unpack_from(data, offset)
    content = offset + LOCAL.size + local[-2] + local[-1]
    if local[0] != LOCAL_MAGIC or local[-2] != length or content + packed > len(data):
        raise ValueError(f"{name[:80]}: expected {packed} bytes, found damage or the file's end")
    where += CENTRAL.size + length + extra + comment
    return name.removesuffix(".npy"), where, (content, packed, method, checksum, size)


def _content(name, data, start, packed, method, checksum, size):
    """Return the bytes of one array's file, unpacked to no more than the declared size."""
    content = data[start : start + packed]
    if method == DEFLATED:
        try:
            content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(content, size + 1)
        except zlib.error:
            raise ValueError(f"{name}: expected deflated data, found damage") from None
    elif method != STORED:
        raise ValueError(f"{name}: expected stored or deflated data, found method {method}")
    if len(content) != size or zlib.crc32(content) != checksum:
        raise ValueError(f"{name}: expected {size} bytes that match their checksum, found damage")
    return content


def _array(name, content):
    """Return the array, or text, in the bytes of an `.npy` file."""
    dtype, fortran, shape, data = _npy_parts(name, content)
    item = int(dtype[2:]) * 4 if dtype[1] == "U" else 4
    size = item
    for extent in shape:
        size *= extent
    if size != len(data):
        raise ValueError(f"{name}: expected {size} bytes for the shape {shape}, found {len(data)}")
    if dtype[1] == "U":
        return _text(name, shape, data)
    array = np.frombuffer(data, np.float32).reshape(shape, order="F" if fortran else "C")
    return np.array(array, order="C")  # a copy, which can be written to


def _npy_parts(name, content):
    """Split an `.npy` file into dtype, whether in Fortran's order, shape and data."""
    if not content.startswith(NPY_MAGIC) or len(content) < 10 or content[6] not in (1, 2, 3):
        raise ValueError(f"{name}: expected an .npy array, found something else")
    start = 10 if content[6] == 1 else 12
    length = int.from_bytes(content[8:start], "little")
    header = content[start : start + min(length, MAX_NPY_HEADER)].decode("latin-1")
    match = NPY_HEADER.fullmatch(header)
    if match is None:
        raise ValueError(f"{name}: expected an .npy header of numbers or text, found another")
    dtype, fortran, shape = match.groups()
    if not DTYPES.fullmatch(dtype):
        raise ValueError(f"{name}: expected float32 or text, found the data type {dtype}")
    shape = tuple(int(extent) for extent in shape.split(",") if extent.strip())
    return dtype, fortran == "True", shape, content[start + length :]


def _text(name, shape, data):
    if shape != ():
        raise ValueError(f"{name}: expected a single text, found the shape {shape}")
    try:
        return data.decode("utf-32-le").rstrip("\0")
    except UnicodeDecodeError:
        raise ValueError(f"{name}: expected text, found bytes that are none") from None


def _npy(array):
    """Return the bytes of an `.npy` file, version 1.0."""
    array = np.asarray(array, order="C")
    header = f"{{'descr': '{array.dtype.str}', 'fortran_order': False, 'shape': {array.shape}, }}"
    padding = -(len(NPY_MAGIC) + 4 + len(header) + 1) % 64
    header = f"{header}{' ' * padding}\n".encode()
    return NPY_MAGIC + b"\x01\x00" + len(header).to_bytes(2, "little") + header + array.tobytes()
