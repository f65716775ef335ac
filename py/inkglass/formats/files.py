"""Writing files whole or not at all."""

import os


def write_whole(path, data):
    """Write `data` at `path`: it is there whole, or what was there before stays.

    Raises OSError, naming `path`, where it cannot be written.
    """
    path = os.fspath(path)
    temporary = f"{path}.{os.getpid()}.part"
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from None
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)
