"""Python as it is started from the built site, under Node."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from sitebuild.runtime import RUNNER

LEFT_OUT = ("csv", "json.tool", "numpy.random", "numpy.fft", "statistics")
FINDER = """
import sys
finder = next(each for each in sys.meta_path if type(each).__name__ == "ArchiveFinder")
"""
# Each is run in a Python of its own. One Node runs them all: it compiles WebAssembly once.
CASES = {
    "the start": f"{FINDER}\nprint(bool(finder.unpacked))",
    "functions that no start calls": """
import numpy
print("日本".encode("shift_jis").hex(), numpy.sort([3, 1, 2])[0])
""",
    "modules left out": f"""
import importlib, sys
names = {LEFT_OUT}
print(*[name for name in names if name in sys.modules])
for name in names:
    print(importlib.import_module(name).__file__)
""",
    "an extension module left out": """
import numpy
print(numpy.random.default_rng(0).integers(1000))
""",
    "a postponed extension module": """
import sys
import numpy
stand_in = sys.modules["numpy.linalg._umath_linalg"]
print("inv" in vars(stand_in), numpy.linalg.inv(4 * numpy.eye(2))[0, 0])
print("inv" in vars(stand_in))
""",
    "no such module": "import no_such_module",
    "an altered rest": f"""
{FINDER}
finder.fetch = lambda: b"altered"
import csv
""",
    "tracebacks": """
import json, numpy, traceback
try:
    json.loads("{")
except ValueError as error:
    print("".join(traceback.format_exception(error)))
numpy.linalg.inv(numpy.zeros(3))
""",
}


@pytest.fixture(scope="module")
def ran(site):
    """Run all cases; return a function from a case's name to what it printed and its error."""
    starter = str(RUNNER.parent / "page_python.mjs")
    settings = {"starter": starter, "site": str(site), "cases": CASES}
    command = ["node", Path(__file__).with_name("python_cases.mjs"), json.dumps(settings)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    found = {each["name"]: each for each in map(json.loads, done.stdout.splitlines())}

    def ran(name):
        assert name in found, f"Node ended before it: {done.stderr}"
        return found[name]["printed"], found[name]["error"]

    return ran


def test_the_start_fetches_no_rest(ran):
    assert ran("the start") == ("False", None)


def test_a_function_that_no_start_calls_works(ran):
    assert ran("functions that no start calls") == ("93fa967b 1", None)


@pytest.mark.parametrize("module", LEFT_OUT)
def test_a_module_left_out_is_imported_on_demand(ran, module):
    printed, _ = ran("modules left out")
    imported, *paths = printed.split("\n")

    assert module not in imported.split()
    assert len(paths) > LEFT_OUT.index(module), ran("modules left out")
    assert paths[LEFT_OUT.index(module)].startswith("/lib/inkglass-rest/")


def test_an_extension_module_left_out_works(ran):
    assert ran("an extension module left out") == ("850", None)


def test_an_extension_module_that_is_postponed_works_when_it_is_used(ran):
    printed, error = ran("a postponed extension module")

    assert printed.split() == ["False", "0.25", "True"], error


def test_a_module_that_does_not_exist_is_still_missing(ran):
    assert "No module named 'no_such_module'" in ran("no such module")[1]


def test_an_altered_rest_is_refused(ran):
    assert "is not the file that was built" in ran("an altered rest")[1]


def test_tracebacks_name_file_and_line(ran):
    printed, error = ran("tracebacks")

    assert re.search(r'File "/lib/python314.zip/json/decoder.py", line \d+, in', printed)
    assert re.search(r'File ".*/numpy/linalg/_linalg.py", line \d+, in inv', error)
