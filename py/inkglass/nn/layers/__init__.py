"""The layers of a network: each maps arrays forward and loss gradients backward.

Arrays are channels-last and of whatever dtype comes in. A layer has

- `forward(x, training=False)`: only a training pass keeps what `backward` needs;
- `bind(x)`: an output for the array `x`, and the steps that compute it when not training, which are
  functions to call in order; called again, they compute it for what is in `x` then. Shapes are not
  checked, and the layer's arrays are taken as they are now;
- `backward(grad)`: from the loss gradient of the output to that of the input, setting the
  gradients of its own parameters on the way; call it once after each training pass;
- `parameters` and `gradients`: the trained arrays by name, and the gradients `backward` set;
- `statistics`: arrays by name that training changes, but not by gradients;
- `config`: the plain values that, with the arrays, make the layer again;
- `output_shape(shape)` and `multiply_adds(shape)` for one example of that input shape.
"""

from inkglass.nn.layers.convolution import Conv2D
from inkglass.nn.layers.dense import Dense
from inkglass.nn.layers.normalization import BatchNorm2D
from inkglass.nn.layers.pooling import GlobalAveragePool2D, MaxPool2D
from inkglass.nn.layers.simple import Dropout, Flatten, ReLU

__all__ = [
    "BatchNorm2D",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "GlobalAveragePool2D",
    "MaxPool2D",
    "ReLU",
]
