"""A training that was broken off, kept so that it can go on to the same end.

The file is an `.npz` like a model's: `description` is JSON of `settings`, which say what is trained
and how, and of `progress`; all other arrays are those that the next step depends on.
"""

import json

import numpy as np

from inkglass.formats.files import write_whole
from inkglass.formats.npz import read_npz, write_npz

FORMAT = "inkglass-checkpoint"


def save_checkpoint(path, state):
    """Write a `State`, whole or not at all; OSError, naming `path`, where that cannot be."""
    settings, progress, arrays = state
    description = {"format": FORMAT, "settings": settings, "progress": progress}
    text = np.array(json.dumps(description))
    write_whole(path, write_npz({"description": text} | arrays))


def load_checkpoint(path, settings):
    """Return `progress` and `arrays` of a checkpoint.

    Raises OSError where it cannot be read and ValueError, naming `path`, where it is damaged or
    of a training with other `settings`.
    """
    with open(path, "rb") as file:
        data = file.read()
    try:
        arrays = read_npz(data)
        description = json.loads(arrays.pop("description", "null"))
        if not isinstance(description, dict) or description.get("format") != FORMAT:
            raise ValueError("expected a checkpoint, found something else")
        for name, value in settings.items():
            found = description["settings"].get(name)
            if found != value:
                raise ValueError(f"expected a training with {name} {value}, found {found}")
        return description["progress"], arrays
    except (ValueError, KeyError, AttributeError) as error:
        raise ValueError(f"{path}: {error}; start without --resume") from None
