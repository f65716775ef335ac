"""Networks as `.safetensors` files. Needs the package `safetensors`.

The arrays are named and laid out as in a model's own file; the file's metadata hold the text that
goes with them there, as `description`.
"""

import os

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from inkglass.formats.model_file import DESCRIPTION, description_of, model_of
from inkglass.formats.npz import MAX_BYTES


def to_safetensors(model):
    """Return the bytes of a `.safetensors` file of the `Model`."""
    arrays = {
        name: np.ascontiguousarray(array, np.float32)
        for name, array in model.network.arrays.items()
    }
    return save(arrays, {DESCRIPTION: description_of(model)})


def from_safetensors(path):
    """Read the `Model` in a file that `to_safetensors` made.

    Raises OSError where the file cannot be read and ValueError, which begins with `path`, where it
    is damaged, has more than 64 MiB, or has no description of the network that its arrays are of.
    """
    if os.stat(path).st_size > MAX_BYTES:
        raise ValueError(f"{path}: expected at most {MAX_BYTES} bytes, found more")
    try:
        with safe_open(path, framework="np") as file:
            description = (file.metadata() or {}).get(DESCRIPTION)
            if description is None:
                raise ValueError(
                    f"metadata: expected a {DESCRIPTION!r} of the network, as `inkglass export` "
                    "writes it, found none; the arrays alone do not say what is computed"
                )
            arrays = {name: _array(name, file) for name in file.keys()}  # noqa: SIM118
        return model_of(arrays | {DESCRIPTION: description})
    except SafetensorError as error:
        raise ValueError(f"{path}: expected a .safetensors file ({error})") from None
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def _array(name, file):
    found = file.get_slice(name).get_dtype()
    if found != "F32":
        raise ValueError(f"{name}: expected float32, found {found}")
    return file.get_tensor(name)
