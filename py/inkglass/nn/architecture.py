"""A network's layers as plain data, and layers from such data.

An architecture is a list with an object for each layer, in order: its `type` and its `config`,
such as `{"type": "Dense", "in_features": 1352, "out_features": 10, "bias": true}`.
"""

from inkglass.nn import layers
from inkglass.nn.layers.convolution import PADDINGS

LAYER_TYPES = {name: getattr(layers, name) for name in layers.__all__}
MAX_LAYERS = 100
MAX_EXTENT = 2**20  # of an axis of a weight
EXTENT = range(1, MAX_EXTENT + 1)
FIELDS = {
    "Conv2D": {
        "kernel_size": EXTENT,
        "in_channels": EXTENT,
        "out_channels": EXTENT,
        "stride": EXTENT,
        "padding": PADDINGS,
        "bias": bool,
    },
    "Dense": {"in_features": EXTENT, "out_features": EXTENT, "bias": bool},
    "BatchNorm2D": {"channels": EXTENT},
    "Dropout": {"rate": float},
}
# What the arrays do not tell.
SETTINGS = {"Conv2D": ("stride", "padding"), "Dropout": ("rate",)}


def describe(layers):
    """Return the architecture of `layers`."""
    return [{"type": type(layer).__name__, **layer.config} for layer in layers]


def array_shapes(architecture):
    """Return the shape of each array by layer and name, `0.weight` and so on.

    Raises ValueError, naming the field, for anything that is not an architecture.
    """
    if not isinstance(architecture, list) or not 1 <= len(architecture) <= MAX_LAYERS:
        raise ValueError(f"architecture: expected a list of 1 to {MAX_LAYERS} layers")
    shapes = {}
    for index, config in enumerate(architecture):
        _check_config(f"architecture[{index}]", config)
        for name, shape in LAYER_TYPES[config["type"]].array_shapes(config).items():
            shapes[f"{index}.{name}"] = shape
    return shapes


def build(architecture, arrays):
    """Make the layers of `architecture` with the `arrays` that `array_shapes` names."""
    made = []
    for index, config in enumerate(architecture):
        layer_type = LAYER_TYPES[config["type"]]
        names = layer_type.array_shapes(config)
        own = {name: arrays[f"{index}.{name}"] for name in names}
        settings = {name: config[name] for name in SETTINGS.get(config["type"], ())}
        made.append(layer_type(**own, **settings))
    return made


def _check_config(field, config):
    if not isinstance(config, dict) or not isinstance(config.get("type"), str):
        raise ValueError(f"{field}: expected an object with a type")
    layer_type = config["type"]
    if layer_type not in LAYER_TYPES:
        raise ValueError(
            f"{field}.type: expected one of {', '.join(LAYER_TYPES)}, found {layer_type[:40]!r}"
        )
    expected = FIELDS.get(layer_type, {})
    if config.keys() != {"type", *expected}:
        raise ValueError(
            f"{field}: expected the fields {', '.join(['type', *expected])}, "
            f"found {', '.join(sorted(config))[:80]}"
        )
    for name, values in expected.items():
        _check_value(f"{field}.{name}", config[name], values)


def _check_value(field, value, values):
    """Raise ValueError unless the value is one of `values`, a type or what it may be."""
    if isinstance(values, type):
        if type(value) is not values:
            raise ValueError(f"{field}: expected {values.__name__}, found {type(value).__name__}")
    elif type(value) is not type(values[0]):
        raise ValueError(
            f"{field}: expected {type(values[0]).__name__}, found {type(value).__name__}"
        )
    elif value not in values:
        allowed = (
            f"{values[0]} to {values[-1]}" if isinstance(values, range) else " or ".join(values)
        )
        raise ValueError(f"{field}: expected {allowed}, found another value")
