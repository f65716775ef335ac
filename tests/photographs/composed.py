"""Photographs as a phone takes them, composed: ink on paper, at a slant in bad light."""

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from photographs.layout import box_of, ink_of, laid_out
from photographs.paper import light, on_table, ruled, sheet

INKS = np.array([[0, 0, 0], [20, 30, 120], [10, 20, 60], [140, 20, 25], [60, 60, 65]])
CHALKS = np.array([[255, 255, 255], [250, 240, 170], [225, 235, 245]])
MOST_TURNED = 10  # degrees
MOST_TILTED = 0.06  # of a side, by which a corner is nearer


@dataclass(frozen=True)
class Photograph:
    """`pixels` are RGBA bytes (H, W, 4); `digits` pairs of a label and a box.

    A box is left, top, width and height. `facts` say how it was made.
    """

    pixels: np.ndarray
    digits: list
    facts: dict


def photographs(images, labels, count, seed=0):
    """Yield `count` photographs of digits that are drawn from `images` and `labels`."""
    for rng in np.random.default_rng(seed).spawn(count):
        yield photograph(images, labels, rng)


def photograph(images, labels, rng):
    """Return one photograph; the same state of `rng` gives the same."""
    shape, height, rows = laid_out(rng)
    is_light = bool(rng.random() < 0.25)  # chalk on a board, or a screen
    base = rng.uniform(20, 70) if is_light else rng.uniform(165, 250)
    levels = sheet(shape, base * rng.uniform(0.92, 1.05, 3), rng)
    kind = rng.choice(["plain", "ruled", "squared"], p=[0.6, 0.22, 0.18])
    if kind != "plain":
        spacing = (
            height * rng.uniform(0.9, 2.2) if kind == "ruled" else height * rng.uniform(0.4, 1.2)
        )
        levels = ruled(levels, max(spacing, 14), kind == "squared", rng)
    levels, digits = _written(levels, rows, images, labels, is_light, rng)
    has_table = bool(rng.random() < 0.2)
    levels, digits = _seen(levels, digits, has_table, rng)
    levels = levels * light(shape, rng)[..., None]
    blur = rng.uniform(0, min(1.8, height / 22))
    noise = rng.uniform(0, 7)
    pixels = _taken(levels, blur, noise, int(rng.integers(45, 96)), rng)
    facts = {"height": height, "light": is_light, "paper": str(kind), "table": has_table}
    return Photograph(pixels, digits, facts | {"blur": blur, "noise": noise})


def _written(levels, rows, images, labels, is_light, rng):
    """Return the sheet with a digit at each place, and labels with boxes' edges."""
    colours = CHALKS if is_light else INKS
    colour = colours[rng.integers(len(colours))]
    cover, digits = np.zeros(levels.shape[:2]), []
    for place in (place for row in rows for place in row):
        i, strength = rng.integers(len(images)), rng.uniform(0.6, 0.95)
        ink = ink_of(images[i], place[2])
        box = box_of(ink)
        left, top = (round(place[axis]) - box[axis] for axis in (0, 1))
        into = cover[top : top + len(ink), left : left + len(ink)]
        np.maximum(into, strength * ink, out=into)
        digits.append((str(labels[i]), np.add(box, [left, top, left, top])))
    return levels * (1 - cover[..., None]) + colour * cover[..., None], digits


def _seen(levels, digits, has_table, rng):
    """Turn and tilt a sheet; boxes become those around their turned corners."""
    height, width = levels.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
    centre = corners.mean(axis=0)
    turn = np.radians(rng.uniform(-1, 1) * MOST_TURNED)
    turning = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    tilt = rng.uniform(-MOST_TILTED, MOST_TILTED, (4, 2)) * [width, height]
    there = (corners - centre + tilt) @ turning.T + centre
    back = homography(there, corners)
    forth = homography(corners, there)
    size, method = (width, height), Image.Transform.PERSPECTIVE
    channels = [
        np.asarray(
            Image.fromarray(_wide(levels[..., i], has_table)).transform(
                size, method, _shifted(back, levels.shape), Image.Resampling.BICUBIC
            )
        )
        for i in range(3)
    ]
    seen = np.stack(channels, axis=-1)
    if has_table:
        ones = Image.fromarray(np.full((height, width), 255, np.uint8))
        mask = ones.transform(size, method, back.ravel()[:8], Image.Resampling.BICUBIC)
        seen = on_table(seen, np.asarray(mask) / 255, rng)
    return seen, [(label, _box(mapped(forth, edges))) for label, edges in digits]


def _wide(channel, has_table):
    """Return a channel with the sheet going on around it."""
    height, width = channel.shape
    mode = "edge" if has_table else "reflect"
    return np.pad(channel, [(height // 2,) * 2, (width // 2,) * 2], mode).astype(np.float32)


def _shifted(back, shape):
    """Return the coefficients of `back` for a channel made wide."""
    shift = np.array([[1, 0, shape[1] // 2], [0, 1, shape[0] // 2], [0, 0, 1]])
    whole = shift @ back
    return (whole / whole[2, 2]).ravel()[:8]


def homography(source, target):
    """Return the matrix (3, 3) of the perspective that takes four points to four others."""
    rows, values = [], []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return np.append(np.linalg.solve(np.array(rows), np.array(values)), 1).reshape(3, 3)


def mapped(matrix, edges):
    """Return where a perspective takes the corners of left, top, right, bottom; (4, 2)."""
    left, top, right, bottom = edges
    corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]])
    x, y, w = matrix @ corners.T
    return np.column_stack([x / w, y / w])


def _box(points):
    low, high = points.min(axis=0), points.max(axis=0)
    return (*low, *(high - low))


def _taken(levels, blur, noise, quality, rng):
    """Return RGBA bytes of what the camera makes of levels: blurred, noisy, and a JPEG."""
    noisy = Image.fromarray(levels.clip(0, 255).astype(np.uint8))
    noisy = np.asarray(noisy.filter(ImageFilter.GaussianBlur(blur)), float)
    noisy = noisy + noise * rng.normal(size=noisy.shape)
    file = io.BytesIO()
    Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file).convert("RGBA"))
