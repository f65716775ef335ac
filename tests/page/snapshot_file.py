"""Taking snapshots of memory apart and together, as `web/runtime/snapshot.js` describes them."""

import base64
import gzip
import json

import numpy as np
from sitebuild.layout import files_folder

PAGE = 4096
LENGTH, TEXT = 16, 20


def built():
    """Return the header and the pages of memory of the snapshot in the built site."""
    packed = gzip.decompress((files_folder() / "pyodide" / "python.snapshot").read_bytes())
    header = json.loads(packed[TEXT : packed.index(0, TEXT)])
    return header, bytearray(packed[int.from_bytes(packed[LENGTH:TEXT], "little") :])


def packed(header, memory):
    """Return a snapshot whose checksums are right."""
    at = 0
    for run in header["runs"]:
        run[2] = "{},{}".format(*checksum(memory[at : at + run[1]]))
        at += run[1]
    return with_header(json.dumps(header).encode()) + memory


def with_header(text):
    """Return a header with any text and the right checksum."""
    length = -(-(TEXT + len(text) + 1) // PAGE) * PAGE
    rest = (length.to_bytes(4, "little") + text).ljust(length - LENGTH, b"\0")
    return np.array(checksum(rest), "<i8").tobytes() + rest


def checksum(data):
    """Return the sum of 64-bit words, and that of the sums after each, first lane + 3 * second."""
    words = np.frombuffer(data, "<i8").reshape(-1, 2)
    with np.errstate(over="ignore"):
        lanes = np.stack([words.sum(axis=0), words.cumsum(axis=0).sum(axis=0)])
        return [int(a + np.int64(3) * b) for a, b in lanes]


def keep(page, data):
    """Put `data` in the place of the snapshot that the page has kept."""
    page.evaluate(
        """async (url) => {
          const folder = await navigator.storage.getDirectory();
          const names = await Array.fromAsync(folder.keys());
          const name = names.find((name) => name.endsWith(".snapshot"));
          const file = await (await folder.getFileHandle(name)).createWritable();
          const bytes = Uint8Array.from(atob(url), (letter) => letter.charCodeAt(0));
          await file.write(bytes);
          await file.close();
        }""",
        base64.b64encode(data).decode(),
    )
