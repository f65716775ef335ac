"""Training with this package: `python numpy_side.py MODEL EXAMPLES`.

With INKGLASS_PARTS each batch is trained on in so many parts at once.
"""

import os
import sys
from itertools import cycle

import numpy as np
from protocol import serve

from inkglass.formats.model_file import load_model
from inkglass.reading.drawing import network_tensor
from inkglass.training.batch_parts import Parts
from inkglass.training.optimizers import SGD

model, examples = sys.argv[1:]
network = load_model(model).network
parts = Parts(network, int(os.environ["INKGLASS_PARTS"]))
parts.draw_from(np.random.default_rng(0))
optimizer = SGD(network.parameters, momentum=0.9, nesterov=True)
with np.load(examples) as found:
    batches = cycle(list(zip(found["images"], found["labels"], strict=True)))


def step():
    """Take a step of training on the next batch."""
    images, labels = next(batches)
    _, _, gradients = parts.compute(network_tensor(images), labels)
    optimizer.step(gradients, 1e-3)


serve(step, network.forward(network_tensor(next(batches)[0][:2])).tolist())
