"""Training with this package: `python numpy_side.py MODEL EXAMPLES`."""

import sys
from itertools import cycle

import numpy as np
from protocol import serve

from inkglass.drawing import network_tensor
from inkglass.losses import softmax_cross_entropy
from inkglass.model_file import load_model
from inkglass.optimizers import SGD

model, examples = sys.argv[1:]
network = load_model(model).network
network.draw_from(np.random.default_rng(0))
optimizer = SGD(network.parameters, momentum=0.9, nesterov=True)
with np.load(examples) as found:
    batches = cycle(list(zip(found["images"], found["labels"], strict=True)))


def step():
    """Take a step of training on the next batch."""
    images, labels = next(batches)
    logits = network.forward(network_tensor(images), training=True)
    _, grad = softmax_cross_entropy(logits, labels)
    network.set_gradients(grad)
    optimizer.step(network.gradients, 1e-3)


serve(step, network.forward(network_tensor(next(batches)[0][:2])).tolist())
