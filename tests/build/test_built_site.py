"""The built site, as files and as Python started from them under Node."""

import hashlib
import json
import re
import subprocess
import zipfile
import zlib

import pytest
from sitebuild.paths import PYODIDE
from sitebuild.runtime import RUNNER

# Itself, what is kept from the second visit on, and what is kept once it has been asked for.
SPARE = (".rest.wasm", ".data.wasm", "python.zip", "default.npz")
UNLISTED = ("sw.js", "build.json", "rest.zip", ".digits", *SPARE)


def exported(site, name):
    """The value that `files.js` exports as `name`."""
    return json.loads(
        re.search(rf"^export const {name} = (.*);$", (site / "files.js").read_text(), re.M)[1]
    )


def run_in_site(site, tmp_path, source):
    script = tmp_path / "script.py"
    script.write_text(source)
    settings = {"pyodide": str(site / "pyodide"), "site": str(site)}
    command = ["node", str(RUNNER), json.dumps(settings), str(script)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_files_are_listed_as_they_are(site):
    files = exported(site, "FILES") | exported(site, "PAGE_FILES")

    assert {"pyodide/pyodide.asm.wasm", "main.js"} <= files.keys()
    for path, entry in files.items():
        data = (site / path).read_bytes()
        assert (entry["bytes"], entry["sha256"]) == (len(data), hashlib.sha256(data).hexdigest()), (
            path
        )


def test_the_service_worker_lists_what_is_kept_from_the_start(dist):
    text = (dist / "build.json").read_text()
    build = json.loads(text)
    assert (dist / "sw.js").read_text().startswith(f"const BUILD = {text.strip()};\n")

    files = {file.relative_to(dist).as_posix() for file in dist.rglob("*") if file.is_file()}
    assert set(build["files"]) == {path for path in files if not path.endswith(UNLISTED)}
    assert set(build["spare"]) == {path for path in files if path.endswith(SPARE)}
    for path, sha256 in (build["files"] | build["spare"]).items():
        assert hashlib.sha256((dist / path).read_bytes()).hexdigest() == sha256, path


def test_the_page_refers_to_files_that_are_there(dist):
    references = re.findall(r'(?:src|href)="([^"#]+)"', (dist / "index.html").read_text())

    assert any(path.endswith("/main.js") for path in references)
    assert [path for path in references if not (dist / path).is_file()] == []


def test_no_file_names_another_origin(dist, site):
    """Comments and licences may; what a browser would fetch may not."""
    pattern = re.compile(r"""(?:src|href|url\(|import\(?|from|fetch\()\s*[=(]?\s*["']?https?://""")
    for file in [*dist.glob("*.html"), *site.glob("*.css"), *site.glob("*.js")]:
        assert not pattern.search(file.read_text()), file.name


def test_what_is_fetched_at_once_has_its_crc(site):
    entries = {path: entry for path, entry in exported(site, "FILES").items() if "crc32" in entry}

    assert {path for path in exported(site, "FILES") if path.endswith(SPARE)} == set(entries)
    for path, entry in entries.items():
        assert entry["crc32"] == zlib.crc32((site / path).read_bytes()), path


def test_python_at_start_is_bytecode_and_the_package_has_its_sources_too(site):
    names = zipfile.ZipFile(site / "pyodide" / "python.zip").namelist()

    assert "zipfile/__init__.pyc" in names
    sources = [name for name in names if name.endswith(".py")]
    assert all(name.startswith("inkglass/") and name + "c" in names for name in sources)


def test_what_starts_and_the_rest_are_parted_without_loss(site):
    start = set(zipfile.ZipFile(site / "pyodide" / "python.zip").namelist())
    rest = set(zipfile.ZipFile(site / "pyodide" / "rest.zip").namelist())
    whole = zipfile.ZipFile(PYODIDE / "python_stdlib.zip").namelist()

    assert not start & rest
    assert {name + "c" for name in whole if name.endswith(".py")} <= start | rest


def test_the_start_fetches_no_rest(site, tmp_path):
    done = run_in_site(
        site,
        tmp_path,
        """
import sys
def main(arguments):
    finder = next(f for f in sys.meta_path if type(f).__name__ == "ArchiveFinder")
    return 7 if finder.unpacked else 0
""",
    )

    assert done.returncode == 0, done.stderr


def test_a_function_that_no_start_calls_works(site, tmp_path):
    done = run_in_site(
        site,
        tmp_path,
        """
import numpy
def main(arguments):
    print("日本".encode("shift_jis").hex(), numpy.sort([3, 1, 2])[0])
""",
    )

    assert done.stdout.split() == ["93fa967b", "1"], done.stderr


@pytest.mark.parametrize("module", ["csv", "json.tool", "numpy.random", "numpy.fft", "statistics"])
def test_a_module_left_out_is_imported_on_demand(site, tmp_path, module):
    done = run_in_site(
        site,
        tmp_path,
        f"""
import sys
def main(arguments):
    assert {module!r} not in sys.modules
    import {module}
    print({module}.__file__)
""",
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("/lib/inkglass-rest/")


def test_an_extension_module_left_out_works(site, tmp_path):
    done = run_in_site(
        site,
        tmp_path,
        """
import numpy
def main(arguments):
    print(numpy.random.default_rng(0).integers(1000))
""",
    )

    assert done.stdout.strip() == "850", done.stderr


def test_an_extension_module_that_is_postponed_works_when_it_is_used(site, tmp_path):
    done = run_in_site(
        site,
        tmp_path,
        """
import sys
import numpy
def main(arguments):
    stand_in = sys.modules["numpy.linalg._umath_linalg"]
    print("inv" in vars(stand_in), numpy.linalg.inv(4 * numpy.eye(2))[0, 0])
    print("inv" in vars(stand_in))
""",
    )

    assert done.stdout.split() == ["False", "0.25", "True"], done.stderr


def test_a_module_that_does_not_exist_is_still_missing(site, tmp_path):
    done = run_in_site(site, tmp_path, "def main(arguments):\n    import no_such_module")

    assert "No module named 'no_such_module'" in done.stderr


def test_an_altered_rest_is_refused(site, tmp_path):
    done = run_in_site(
        site,
        tmp_path,
        """
import sys
def main(arguments):
    finder = next(f for f in sys.meta_path if type(f).__name__ == "ArchiveFinder")
    finder.fetch = lambda: b"altered"
    import csv
""",
    )

    assert "is not the file that was built" in done.stderr


def test_tracebacks_name_file_and_line(site, tmp_path):
    done = run_in_site(
        site,
        tmp_path,
        """
import json, numpy
def main(arguments):
    try:
        json.loads("{")
    except ValueError as error:
        import traceback
        print("".join(traceback.format_exception(error)))
    numpy.linalg.inv(numpy.zeros(3))
""",
    )

    assert re.search(r'File "/lib/python314.zip/json/decoder.py", line \d+, in', done.stdout)
    assert re.search(r'File ".*/numpy/linalg/_linalg.py", line \d+, in inv', done.stderr)
