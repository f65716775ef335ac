"""Data sets of one's own, in files like those of MNIST."""

from inkglass.data.idx import write_idx


def write_part(folder, part, images, labels):
    """Write the two files of a `part`, "train" or "t10k"."""
    write_idx(folder / f"{part}-images-idx3-ubyte", images)
    write_idx(folder / f"{part}-labels-idx1-ubyte", labels)
