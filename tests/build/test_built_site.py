"""The built site, as files."""

import hashlib
import json
import re
import zipfile
import zlib

from sitebuild.paths import PYODIDE

# Itself, what is kept from the second visit on, and what is kept once it has been asked for.
SPARE = (".rest.wasm", ".data.wasm", "python.zip", "default.npz")
UNLISTED = ("sw.js", "build.json", "rest.zip", ".digits", *SPARE)


def exported(site, name):
    """The value that `files.js` exports as `name`."""
    return json.loads(
        re.search(rf"^export const {name} = (.*);$", (site / "files.js").read_text(), re.M)[1]
    )


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
