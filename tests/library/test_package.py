"""What the package offers by itself."""

import subprocess
import sys

import pytest

import inkglass

LOADED = "import sys, inkglass; print(*(name for name in sys.modules if {condition}))"


def loaded(condition):
    """Return the modules that `import inkglass` alone loads and for which the condition holds."""
    command = [sys.executable, "-c", LOADED.format(condition=condition)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize("name", inkglass.__all__)
def test_each_name_is_what_its_module_defines(name):
    found = getattr(inkglass, name)

    assert found.__name__ == name
    assert getattr(sys.modules[found.__module__], name) is found
    assert found.__doc__


def test_a_name_it_does_not_offer_is_an_error():
    with pytest.raises(AttributeError, match="module 'inkglass' has no attribute 'Conv3D'"):
        inkglass.Conv3D  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'Conv3D'"):
        from inkglass import Conv3D  # noqa: F401


def test_its_names_are_listed():
    assert {"Conv2D", "train", "load_model"} <= set(dir(inkglass))


def test_importing_it_loads_nothing_else():
    assert loaded("name.startswith('inkglass')") == ["inkglass"]
    assert loaded("name.startswith('numpy')") == []
