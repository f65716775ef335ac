"""A network: layers, run in order."""

from inkglass.nn.architecture import build, describe
from inkglass.nn.checks import check_finite
from inkglass.nn.layers import BatchNorm2D, Dropout, MaxPool2D
from inkglass.nn.layers.layer import Weighted
from inkglass.nn.losses import softmax


class Network:
    """An ordered list of `layers` for examples of shape `input_shape`, (H, W, C).

    Raises ValueError where a layer does not fit what comes before it, or where the last one
    does not give one value for each class.
    """

    def __init__(self, layers, input_shape):
        self.layers = list(layers)
        self.input_shape = tuple(input_shape)
        if not self.layers:
            raise ValueError("expected at least one layer, received none")
        shape = self.input_shape
        for index, layer in enumerate(self.layers):
            try:
                shape = layer.output_shape(shape)
            except ValueError as error:
                raise ValueError(f"layer {index}: {error}") from None
        if len(shape) != 1:
            raise ValueError(f"expected the last layer to give (classes,), received {shape}")
        self.classes = shape[0]

    @property
    def parameters(self):
        """The trained arrays by layer and name, `0.weight` and so on; change them in place."""
        return self._by_layer("parameters")

    @property
    def gradients(self):
        """The loss gradients of `parameters` after `backward`."""
        return self._by_layer("gradients")

    @property
    def arrays(self):
        """All arrays that make the network what it is, trained or not; change them in place."""
        return self.parameters | self._by_layer("statistics")

    def _by_layer(self, attribute):
        return {
            f"{index}.{name}": array
            for index, layer in enumerate(self.layers)
            for name, array in getattr(layer, attribute).items()
        }

    def copy(self):
        """Return a network that is the same and has arrays of its own."""
        arrays = {name: array.copy() for name, array in self.arrays.items()}
        return Network(build(describe(self.layers), arrays), self.input_shape)

    def replica(self):
        """Return a network that shares the parameters and has all else of its own."""
        statistics = self._by_layer("statistics")
        own = {name: array.copy() for name, array in statistics.items()}
        return Network(build(describe(self.layers), self.parameters | own), self.input_shape)

    def folded(self):
        """Return a network for inference that computes the same with fewer layers.

        Batch normalization becomes part of the layer before it where that has weights, and
        dropout, which does nothing then, is left out. Other layers are shared.
        """
        layers = []
        for layer in self.layers:
            if isinstance(layer, Dropout):
                continue
            place = _weights_to_fold_into(layers, layer)
            if place is None:
                layers.append(layer)
            else:
                layers[place] = layers[place].scaled(*layer.scale_and_shift())
        return Network(layers, self.input_shape)

    def draw_from(self, rng):
        """Have layers that draw random numbers in training draw them from `rng`."""
        for layer in self.layers:
            if isinstance(layer, Dropout):
                layer.rng = rng

    def forward(self, x, training=False):
        """Map a batch (N, H, W, C) to logits (N, classes).

        Only a training pass keeps what `backward` needs. Raises ValueError for another shape.
        """
        if x.shape[1:] != self.input_shape:
            shape = ", ".join(map(str, self.input_shape))
            raise ValueError(f"expected a batch of shape (N, {shape}), received {x.shape}")
        for layer in self.layers:
            x = layer.forward(x, training)
        return x

    def backward(self, grad):
        """Return the loss gradient of the input, given that of the logits; sets `gradients`."""
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad

    def set_gradients(self, grad):
        """Set `gradients` as `backward` does, without going on to the gradient of the input."""
        first, *others = self.layers
        for layer in reversed(others):
            grad = layer.backward(grad)
        if isinstance(first, Weighted):
            first.set_gradients(grad)
        else:
            first.backward(grad)

    def predict(self, x):
        """Map a batch (N, H, W, C) of finite numbers to probabilities (N, classes).

        Raises ValueError for another shape, NaN or infinity.
        """
        check_finite("input", x)
        return softmax(self.forward(x))

    def summary(self):
        """Return a row for each layer: name, output shape, parameters, multiply-adds.

        Shape and multiply-adds are for one example.
        """
        rows, shape = [], self.input_shape
        for layer in self.layers:
            multiply_adds = layer.multiply_adds(shape)
            shape = layer.output_shape(shape)
            count = sum(array.size for array in layer.parameters.values())
            rows.append((type(layer).__name__, shape, count, multiply_adds))
        return rows


def _weights_to_fold_into(layers, layer):
    """Return the place of the layer whose weights can do a normalization's work, or None.

    It may be in front of max pooling: scaled by what is above 0, a maximum stays the maximum.
    """
    if not isinstance(layer, BatchNorm2D):
        return None
    place = len(layers) - 1
    if place >= 0 and isinstance(layers[place], MaxPool2D) and (layer.weight > 0).all():
        place -= 1
    return place if place >= 0 and isinstance(layers[place], Weighted) else None
