"""Data that an ONNX file keeps in other files, beside it, as exporters do with large networks."""

import os

from onnx import TensorProto

from inkglass.formats.npz import MAX_BYTES


def take_in(graph, folder):
    """Put what a graph's tensors keep in files of `folder` into the tensors themselves.

    `folder` is that of the ONNX file, or None where there are no other files. Raises OSError where
    one cannot be read and ValueError, naming it, where it is missing, too short, or not in the
    folder, and for more than 64 MiB in all.
    """
    values = [each.t for node in graph.node for each in node.attribute if each.HasField("t")]
    room = MAX_BYTES
    for tensor in [*graph.initializer, *values]:
        if tensor.data_location == TensorProto.EXTERNAL:
            tensor.raw_data = _read(tensor, folder, room)
            tensor.data_location = TensorProto.DEFAULT
            room -= len(tensor.raw_data)


def _read(tensor, folder, room):
    """Return the bytes that a tensor keeps in another file, `room` at most."""
    said = {each.key: each.value for each in tensor.external_data}
    path = _path(tensor.name, said.get("location", ""), folder)
    size = os.path.getsize(path)
    offset = _number(tensor.name, said.get("offset", "0"))
    length = _number(tensor.name, said.get("length", str(max(0, size - offset))))
    if offset + length > size:
        raise ValueError(
            f"{path}: expected {offset + length} bytes, of which {length} are those of "
            f"{tensor.name[:80]}, found {size}"
        )
    if length > room:
        raise ValueError(f"expected at most {MAX_BYTES} bytes of arrays, found more")
    with open(path, "rb") as file:
        file.seek(offset)
        return file.read(length)


def _path(name, location, folder):
    """Return the path of a tensor's file, which has to be in the folder."""
    if folder is None:
        raise ValueError(f"{name[:80]}: expected all in one file, found it in {location[:200]!r}")
    path = os.path.join(folder, location)
    inside = os.path.join(os.path.realpath(folder), "")
    if os.path.isabs(location) or not os.path.realpath(path).startswith(inside):
        raise ValueError(
            f"{name[:80]}: expected its data in the model's folder, found {location[:200]!r}"
        )
    if not os.path.isfile(path):
        raise ValueError(f"{path[:500]} is missing; the weights are in that file")
    return path


def _number(name, text):
    if not text.isdecimal():
        raise ValueError(f"{name[:80]}: expected a place in its file, found {text[:80]!r}")
    return int(text)
