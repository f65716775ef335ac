"""Training with PyTorch: `python torch_side.py MODEL EXAMPLES`, with the threads that OMP has."""

import json
import os
import sys
from itertools import cycle

import numpy as np
import torch
from protocol import serve
from torch import nn
from torch.nn import functional

EPSILON = 1e-5


def layer_of(config, arrays, shape):
    """Return the layer, with its arrays; `shape` (H, W, C) is that before a flattening, or None."""
    kind = config["type"]
    if kind == "Conv2D":
        padding = config["kernel_size"] // 2 if config["padding"] == "same" else 0
        sizes = config["in_channels"], config["out_channels"], config["kernel_size"]
        layer = nn.Conv2d(*sizes, config["stride"], padding, bias=config["bias"])
        arrays["weight"] = arrays["weight"].transpose(3, 2, 0, 1)
    elif kind == "Dense":
        layer = nn.Linear(config["in_features"], config["out_features"], config["bias"])
        weight = arrays["weight"]
        if shape:
            weight = weight.reshape(*shape, -1).transpose(2, 0, 1, 3).reshape(weight.shape)
        arrays["weight"] = weight.T
    elif kind == "BatchNorm2D":
        layer = nn.BatchNorm2d(config["channels"], eps=EPSILON)
    else:
        return {
            "MaxPool2D": lambda: nn.MaxPool2d(2),
            "ReLU": nn.ReLU,
            "Flatten": nn.Flatten,
            "Dropout": lambda: nn.Dropout(config["rate"]),
        }[kind]()
    tensors = {name: torch.tensor(np.ascontiguousarray(array)) for name, array in arrays.items()}
    layer.load_state_dict(tensors, strict=False)
    return layer


def network_of(path):
    """Return the network in a model's file."""
    with np.load(path) as found:
        description = json.loads(str(found["description"]))
        arrays = {name: found[name] for name in found.files if name != "description"}
    layers, x = [], torch.zeros(1, *description["input_shape"]).permute(0, 3, 1, 2)
    shape = None
    for index, config in enumerate(description["architecture"]):
        own = {
            name.split(".")[1]: array
            for name, array in arrays.items()
            if name.split(".")[0] == str(index)
        }
        layers.append(layer_of(config, own, shape).eval())
        before, x = x, layers[-1](x)
        if config["type"] == "Flatten":
            shape = (*before.shape[2:], before.shape[1])
    return nn.Sequential(*layers)


def tensor_of(images):
    """Map bytes (N, 28, 28) to what the network takes."""
    x = torch.tensor(images)[:, None].float() / 255 - 0.5
    return x.contiguous(memory_format=torch.channels_last)


model, examples = sys.argv[1:]
torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
# Channels last is the faster one for oneDNN.
network = network_of(model).to(memory_format=torch.channels_last)
optimizer = torch.optim.SGD(network.parameters(), 1e-3, momentum=0.9, nesterov=True)
with np.load(examples) as found:
    batches = cycle(list(zip(found["images"], found["labels"], strict=True)))


def step():
    """Take a step of training on the next batch."""
    images, labels = next(batches)
    optimizer.zero_grad()
    loss = functional.cross_entropy(network(tensor_of(images)), torch.tensor(labels).long())
    loss.backward()
    optimizer.step()


with torch.no_grad():
    first = network(tensor_of(next(batches)[0][:2])).tolist()
network.train()
serve(step, first)
