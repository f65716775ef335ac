"""A convolutional network in plain NumPy that reads drawn digits.

What a user of the library writes can be imported from here: `from inkglass import Conv2D, train`.
Each name is looked up in its module when it is first asked for (PEP 562), so that `import inkglass`
alone loads nothing else.
"""

from importlib import import_module

_NAMES = {
    "data.datasets": ("read_data_set",),
    "formats.model_file": ("Model", "load_model", "save_model"),
    "nn.initialization": ("glorot", "he"),
    "nn.layers": (
        *("BatchNorm2D", "Conv2D", "Dense", "Dropout", "Flatten"),
        *("GlobalAveragePool2D", "MaxPool2D", "ReLU"),
    ),
    "nn.losses": ("softmax", "softmax_cross_entropy"),
    "nn.network": ("Network",),
    "nn.predictor": ("Predictor",),
    "number.reading": ("read_number",),
    "picture.photograph": ("read_photograph",),
    "reading.drawing": ("network_input", "network_tensor"),
    "training.augmentation": ("Augmentation",),
    "training.evaluation": ("evaluate",),
    "training.optimizers": ("SGD", "AdamW", "constant", "cosine"),
    "training.training": ("train",),
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names}

__all__ = sorted(_MODULES)


def __getattr__(name):
    """Return what `name` is in its module; raise AttributeError for any other name."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value  # found at once from now on
    return value


def __dir__():
    return sorted({*globals(), *__all__})
