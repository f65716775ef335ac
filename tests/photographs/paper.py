"""Sheets of paper and boards: their texture, what is ruled on them, and how light falls on them."""

import numpy as np
from PIL import Image

from photographs.noise import smooth_noise

GRAINS = (2, 7, 40)  # pixels, of the paper's texture


def sheet(shape, base, rng):
    """Return the levels (H, W, 3) of a bare sheet whose colour is about `base` (3,)."""
    strength = rng.uniform(0, 0.012, len(GRAINS))
    texture = sum(s * smooth_noise(shape, g, rng) for s, g in zip(strength, GRAINS, strict=True))
    return base * (1 + texture[..., None])


def ruled(levels, spacing, squared, rng):
    """Return a sheet with lines drawn every `spacing` pixels, across, and down if `squared`."""
    width, strength = rng.uniform(0.8, max(1.0, spacing / 30)), rng.uniform(0.15, 0.45)
    colour = np.array([[1.0, 0.7, 0.4], [0.9, 0.9, 0.9], [0.5, 0.8, 1.0]])[rng.integers(3)]
    cover = _lines(levels.shape[0], spacing, width, rng)[:, None]
    if squared:
        across = _lines(levels.shape[1], spacing, width, rng)[None]
        cover = np.maximum(cover, across)
    towards = 0 if levels.mean() > 127 else 255
    part = strength * cover[..., None] * colour
    return levels * (1 - part) + towards * part


def _lines(extent, spacing, width, rng):
    """Return how much of each of `extent` rows is covered by lines."""
    from_line = (np.arange(extent) + rng.uniform(0, spacing)) % spacing
    nearest = np.minimum(from_line, spacing - from_line)
    return np.clip(width / 2 - nearest + 0.5, 0, 1)


def light(shape, rng):
    """Return factors (H, W) of uneven light: it falls off to one side, and may have a shadow."""
    y, x = np.indices(shape) / max(shape)
    angle = rng.uniform(0, 2 * np.pi)
    along = x * np.cos(angle) + y * np.sin(angle)
    along = (along - along.min()) / np.ptp(along)
    factors = 1 - rng.uniform(0, 0.45) * along ** rng.uniform(0.7, 2)
    if rng.random() < 0.4:
        factors *= _shadow(x, y, rng)
    return factors


def _shadow(x, y, rng):
    """Return factors of a shadow with a straight, more or less soft edge."""
    angle = rng.uniform(0, 2 * np.pi)
    along = (x - rng.uniform(0.2, 0.8)) * np.cos(angle) + (y - rng.uniform(0.2, 0.6)) * np.sin(
        angle
    )
    return 1 - rng.uniform(0.15, 0.45) / (1 + np.exp(-along / rng.uniform(0.006, 0.06)))


def on_table(levels, mask, rng):
    """Lay a sheet on a table, which shows where `mask` (H, W) is 0."""
    table = rng.uniform(40, 140) * rng.uniform(0.8, 1.1, 3)
    wood = sheet(mask.shape, table, rng) * (1 + 0.03 * smooth_noise(mask.shape, 15, rng))[..., None]
    cover = np.asarray(Image.fromarray((mask * 255).astype(np.uint8)), float)[..., None] / 255
    return levels * cover + wood * (1 - cover)
