"""Rooms import only rooms below them, and a check says which import breaks that."""

import pytest
from sitebuild.rooms import problems

FILES = {
    "web/main.js": 'import "./reading/reader.js";\n',
    "web/reading/reader.js": '// reading/: reads.\nimport { pad } from "../drawing/pad.js";\n',
    "web/drawing/pad.js": '// drawing/: the pad.\nimport { find } from "../shared/find.js";\n',
    "web/shared/find.js": "// shared/: for all.\n",
    "py/inkglass/__init__.py": "from inkglass.training.training import train\n",
    "py/inkglass/training/__init__.py": "",
    "py/inkglass/training/training.py": "from inkglass.nn import network\n",
    "py/inkglass/nn/__init__.py": "",
    "py/inkglass/nn/network.py": "import numpy as np\nfrom inkglass.nn import layers\n",
}


@pytest.fixture
def house(tmp_path):
    """Write files below an empty folder; return what is wrong with the rooms in it."""

    def house(**changed):
        for path, text in (FILES | changed).items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return problems(tmp_path / "web", tmp_path / "py")

    return house


def test_nothing_is_wrong_with_the_rooms_as_they_are():
    assert problems() == []


def test_rooms_may_import_rooms_below_them(house):
    assert house() == []


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        (
            "web/drawing/tools.js",
            'import { bars } from "../reading/bars.js";\n',
            "web/drawing/tools.js imports reading/bars.js; "
            "drawing/ may import doctor, offline, runtime, shared",
        ),
        (
            "web/drawing/tools.js",
            'const late = () => import("../reading/bars.js");\n',
            "web/drawing/tools.js imports reading/bars.js; ",
        ),
        (
            "web/drawing/tools.js",
            '/** @import { Bars } from "../reading/bars.js" */\n',
            "web/drawing/tools.js imports reading/bars.js; ",
        ),
        (
            "web/drawing/tools.js",
            'import { modes } from "../modes.js";\n',
            "web/drawing/tools.js imports modes.js, which lies in no room; ",
        ),
        ("web/attic/box.js", "// attic/: old.\n", "web/attic/ stands on no floor; "),
        ("web/runtime/python.js", "", "web/runtime/python.js should begin with a line "),
        (
            "py/inkglass/nn/losses.py",
            "def late():\n    from inkglass.training.training import train\n",
            "py/inkglass/nn/losses.py imports training/training; nn/ may import no other room",
        ),
        (
            "py/inkglass/nn/losses.py",
            "import inkglass.training\n",
            "py/inkglass/nn/losses.py imports training; ",
        ),
        (
            "py/inkglass/nn/losses.py",
            "from inkglass import train\n",
            "py/inkglass/nn/losses.py imports inkglass, which lies in no room; ",
        ),
        ("py/inkglass/attic/__init__.py", "", "py/inkglass/attic/ stands on no floor; "),
    ],
)
def test_an_import_that_breaks_the_rule_is_named(house, file, text, problem):
    (found,) = house(**{file: text})

    assert found.startswith(problem)
