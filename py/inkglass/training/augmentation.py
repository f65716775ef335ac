"""Random changes to images that leave what they show the same, as one hand differs from another."""

from dataclasses import dataclass

import numpy as np

CONTROLS = 5  # control points of the bends along each axis


@dataclass(frozen=True)
class Augmentation:
    """How far images are changed at most, either way, and how many of them.

    `shift` is in pixels along each axis; `turn`, `stretch` and `shear` are in pixels for each pixel
    from the middle; `bend` is the standard deviation, in pixels, of the control points of smooth
    displacements, after Simard, Steinkraus and Platt, "Best Practices for Convolutional Neural
    Networks Applied to Visual Document Analysis". `thickness` in [0, 1] is how much of the way to
    strokes that are a pixel thicker or thinner on every side is gone. `sharpen` is a factor of
    contrast, which makes up for the blur of sampling between pixels. `share` maps the progress of
    the training in [0, 1] to the share of images that are changed; the others stay as they are.
    """

    shift: float = 0.0
    turn: float = 0.0
    stretch: float = 0.0
    shear: float = 0.0
    bend: float = 0.0
    thickness: float = 0.0
    sharpen: float = 1.0
    share: callable = lambda progress: 1.0

    def __call__(self, images, rng, progress=0.0):
        """Return uint8 images (N, H, W) of which the first are changed, as many as `share` says.

        Batches come in random order, so it is not always the same ones.
        """
        count = round(len(images) * self.share(progress))
        return np.concatenate([self.change(images[:count], rng), images[count:]])

    def change(self, images, rng):
        """Shift, turn, stretch, shear, bend, thicken and thin uint8 images (N, H, W) at random."""
        grey = images.astype(np.float32)
        if self.thickness:
            grey = _thicken(grey, _uniform(self.thickness, (len(images), 1, 1), rng))
        grey = _sample(grey, *self._places(*images.shape, rng))
        grey = (grey - 127.5) * np.float32(self.sharpen) + 127.5
        return grey.clip(0, 255).round().astype(np.uint8)

    def _places(self, N, H, W, rng):
        """Return the rows and columns (N, H, W) that pixels of the changed images come from."""
        down = _from_middle(H)[:, None]
        right = _from_middle(W)
        turn = _uniform(self.turn, (N, 1, 1), rng)
        shear = _uniform(self.shear, (N, 1, 1), rng)
        high, wide = _uniform(self.stretch, (2, N, 1, 1), rng)
        shift_down, shift_right = _uniform(self.shift, (2, N, 1, 1), rng)
        rows = np.arange(H, dtype=np.float32)[:, None] + shift_down + high * down + turn * right
        columns = np.arange(W, dtype=np.float32) + shift_right + wide * right
        columns = columns + (shear - turn) * down
        if self.bend:
            bends = _bends(N, H, W, self.bend, rng)
            rows, columns = rows + bends[0], columns + bends[1]
        return rows, columns


def _uniform(limit, shape, rng):
    return (rng.random(shape, np.float32) * 2 - 1) * np.float32(limit)


def _from_middle(extent):
    return np.arange(extent, dtype=np.float32) - (extent - 1) / 2


def _bends(N, H, W, deviation, rng):
    """Return random smooth displacements (2, N, H, W), bilinear between control points."""
    points = rng.standard_normal((2, N, CONTROLS, CONTROLS), np.float32) * np.float32(deviation)
    return _spread(H) @ points @ _spread(W).T


def _spread(extent):
    """Return the weight of each control point at each of `extent` pixels."""
    places = np.linspace(0, CONTROLS - 1, extent, dtype=np.float32)
    return np.clip(1 - np.abs(places[:, None] - np.arange(CONTROLS, dtype=np.float32)), 0, None)


def _thicken(grey, amount):
    """Move images (N, H, W) by `amount` (N, 1, 1) in [-1, 1] towards thicker or thinner strokes.

    Those are the greatest and the least grey level of each pixel and its four neighbours:
    dilation and erosion by a cross, as in Serra, "Image Analysis and Mathematical Morphology".
    """
    framed = np.pad(grey, ((0, 0), (1, 1), (1, 1)))
    cross = [framed[:, 1:-1, 1:-1], framed[:, :-2, 1:-1], framed[:, 2:, 1:-1]]
    cross += [framed[:, 1:-1, :-2], framed[:, 1:-1, 2:]]
    thick, thin = cross[0], cross[0]
    for neighbour in cross[1:]:
        thick = np.maximum(thick, neighbour)
        thin = np.minimum(thin, neighbour)
    return grey + np.abs(amount) * (np.where(amount > 0, thick, thin) - grey)


def _sample(grey, rows, columns):
    """Return grey levels of images (N, H, W) at `rows` and `columns`, by bilinear interpolation.

    A place outside the image takes the level of the nearest edge.
    """
    N, H, W = grey.shape
    rows, columns = rows.clip(0, H - 1.001), columns.clip(0, W - 1.001)
    top, left = rows.astype(np.int32), columns.astype(np.int32)
    down, right = rows - top, columns - left
    corner = top * W + left
    corner += np.arange(0, N * H * W, H * W, dtype=np.int32)[:, None, None]
    levels = [grey.take(corner + step) for step in (0, 1, W, W + 1)]
    upper = levels[0] + right * (levels[1] - levels[0])
    lower = levels[2] + right * (levels[3] - levels[2])
    return upper + down * (lower - upper)
