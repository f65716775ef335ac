"""Training the notebook's network region by region: `python loops_side.py MODEL EXAMPLES`.

As in the notebook an image is taken at a time, and Python's loops go over the places; what is wrong
in its arithmetic is put right.
"""

import sys
from itertools import cycle

import numpy as np
from protocol import serve

from inkglass.formats.model_file import load_model

model, examples = sys.argv[1:]
parameters = load_model(model).network.parameters
kernels = parameters["0.weight"][:, :, 0].transpose(2, 0, 1).astype(float)  # (F, K, K)
weight, bias = (parameters[name].astype(float) for name in ("3.weight", "3.bias"))
with np.load(examples) as found:
    images, labels = (found[name].reshape(-1, *found[name].shape[2:]) for name in found.files)
    singles = cycle(list(zip(images / 255 - 0.5, labels, strict=True)))
    batch_size = found["images"].shape[1]


def forward(image):
    """Return maps, pooled maps and logits of one image (28, 28)."""
    maps = np.zeros((26, 26, len(kernels)))
    for i in range(26):
        for j in range(26):
            maps[i, j] = np.sum(image[i : i + 3, j : j + 3] * kernels, axis=(1, 2))
    pooled = np.zeros((13, 13, len(kernels)))
    for i in range(13):
        for j in range(13):
            pooled[i, j] = np.amax(maps[2 * i : 2 * i + 2, 2 * j : 2 * j + 2], axis=(0, 1))
    return maps, pooled, pooled.ravel() @ weight + bias


def learn(image, label, rate):
    """Take a step on one image."""
    global weight, bias
    maps, pooled, logits = forward(image)
    grad = np.exp(logits - logits.max())
    grad /= grad.sum()
    grad[label] -= 1
    grad_pooled = (weight @ grad).reshape(pooled.shape)
    weight -= rate * np.outer(pooled.ravel(), grad)
    bias -= rate * grad
    grad_maps = np.zeros(maps.shape)
    for i in range(13):
        for j in range(13):
            for f in range(len(kernels)):
                square = maps[2 * i : 2 * i + 2, 2 * j : 2 * j + 2, f]
                place = np.unravel_index(square.argmax(), square.shape)
                grad_maps[2 * i + place[0], 2 * j + place[1], f] = grad_pooled[i, j, f]
    grad_kernels = np.zeros(kernels.shape)
    for i in range(26):
        for j in range(26):
            for f in range(len(kernels)):
                grad_kernels[f] += grad_maps[i, j, f] * image[i : i + 3, j : j + 3]
    kernels[...] -= rate * grad_kernels


def step():
    """Take as many steps on single images as there are in a batch of the other sides."""
    for _ in range(batch_size):
        learn(*next(singles), 1e-3)


serve(step, [forward(image)[2].tolist() for image in (images[:2] / 255 - 0.5)])
