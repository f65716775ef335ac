"""A network's layers as plain data, and layers from such data.

An architecture is a list with an object for each layer, in order: its `type` and its `config`,
such as `{"type": "Dense", "in_features": 1352, "out_features": 10, "bias": true}`.
"""

from inkglass.layers import Conv2D, Dense, Flatten, MaxPool2D

LAYER_TYPES = {layer.__name__: layer for layer in (Conv2D, MaxPool2D, Flatten, Dense)}
FIELDS = {
    "Conv2D": {"kernel_size": int, "in_channels": int, "out_channels": int, "bias": bool},
    "MaxPool2D": {},
    "Flatten": {},
    "Dense": {"in_features": int, "out_features": int, "bias": bool},
}
MAX_LAYERS = 100
MAX_EXTENT = 2**20  # of an axis of a weight


def describe(layers):
    """Return the architecture of `layers`."""
    return [{"type": type(layer).__name__, **layer.config} for layer in layers]


def parameter_shapes(architecture):
    """Return the shape of each array by layer and name, `0.weight` and so on.

    Raises ValueError, naming the field, for anything that is not an architecture.
    """
    if not isinstance(architecture, list) or not 1 <= len(architecture) <= MAX_LAYERS:
        raise ValueError(f"architecture: expected a list of 1 to {MAX_LAYERS} layers")
    shapes = {}
    for index, config in enumerate(architecture):
        _check_config(f"architecture[{index}]", config)
        for name, shape in LAYER_TYPES[config["type"]].parameter_shapes(config).items():
            shapes[f"{index}.{name}"] = shape
    return shapes


def build(architecture, arrays):
    """Make the layers of `architecture` with the `arrays` that `parameter_shapes` names."""
    layers = []
    for index, config in enumerate(architecture):
        layer_type = LAYER_TYPES[config["type"]]
        names = layer_type.parameter_shapes(config)
        layers.append(layer_type(**{name: arrays[f"{index}.{name}"] for name in names}))
    return layers


def _check_config(field, config):
    if not isinstance(config, dict) or not isinstance(config.get("type"), str):
        raise ValueError(f"{field}: expected an object with a type")
    layer_type = config["type"]
    if layer_type not in FIELDS:
        raise ValueError(
            f"{field}.type: expected one of {', '.join(FIELDS)}, found {layer_type[:40]!r}"
        )
    expected = FIELDS[layer_type]
    if config.keys() != {"type", *expected}:
        raise ValueError(
            f"{field}: expected the fields {', '.join(['type', *expected])}, "
            f"found {', '.join(sorted(config))[:80]}"
        )
    for name, kind in expected.items():
        _check_value(f"{field}.{name}", config[name], kind)


def _check_value(field, value, kind):
    if type(value) is not kind:
        raise ValueError(f"{field}: expected {kind.__name__}, found {type(value).__name__}")
    if kind is int and not 1 <= value <= MAX_EXTENT:
        raise ValueError(f"{field}: expected 1 to {MAX_EXTENT}, found another number")
