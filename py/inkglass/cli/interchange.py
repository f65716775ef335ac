"""`inkglass export` and `import`: networks to and from the files of other libraries."""

from pathlib import Path

from inkglass.formats.files import write_whole
from inkglass.formats.model_file import load_model, save_model
from inkglass.formats.npz import MAX_BYTES

ONNX, SAFETENSORS = ".onnx", ".safetensors"


def run_export(options):
    """Write a model as an ONNX or safetensors file, as its name says."""
    suffix = _suffix(options.output)
    model = load_model(options.model)
    if suffix == ONNX:
        from inkglass.formats.onnx_export import to_onnx as convert
    else:
        from inkglass.formats.safetensors_file import to_safetensors as convert
    write_whole(options.output, convert(model))
    return 0


def run_import(options):
    """Write what an ONNX or safetensors file holds as a model's file."""
    if _suffix(options.file) == ONNX:
        from inkglass.formats.onnx_import import from_onnx

        with open(options.file, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        model = from_onnx(data, options.file, Path(options.file).parent)
    else:
        from inkglass.formats.safetensors_file import from_safetensors

        model = from_safetensors(options.file)
    save_model(options.output or Path(options.file).with_suffix(".npz").name, model)
    return 0


def _suffix(path):
    suffix = Path(path).suffix.lower()
    if suffix not in (ONNX, SAFETENSORS):
        raise ValueError(f"{path}: expected a file ending in {ONNX} or {SAFETENSORS}")
    return suffix
