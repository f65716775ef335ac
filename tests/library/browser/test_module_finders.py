import hashlib
import io
import sys
import zipfile

import pytest

from inkglass.browser.module_finders import ArchiveFinder, LinkedFinder, PostponedFinder, install


@pytest.fixture
def archive():
    """Bytes of a zip archive with a module and a package."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("further.py", "answer = 7")
        file.writestr("bundle/__init__.py", "")
        file.writestr("bundle/inner.py", "answer = 8")
    return data.getvalue()


@pytest.fixture
def finder(archive, tmp_path, monkeypatch):
    """A finder in `sys.meta_path` whose `fetches` counts how often the archive was asked for."""
    fetches = []

    def fetch():
        fetches.append(1)
        return archive

    modules = {"further", "bundle", "bundle.inner"}
    found = ArchiveFinder(modules, hashlib.sha256(archive).hexdigest(), fetch, str(tmp_path))
    found.fetches = fetches
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, found])
    yield found
    for name in modules:
        sys.modules.pop(name, None)


def test_a_module_of_the_archive_is_imported(finder):
    import further

    assert further.answer == 7


def test_a_submodule_of_the_archive_is_imported(finder):
    from bundle import inner

    assert inner.answer == 8


def test_the_archive_is_fetched_once(finder):
    import further  # noqa: F401
    from bundle import inner  # noqa: F401

    assert len(finder.fetches) == 1


def test_other_modules_do_not_fetch_the_archive(finder):
    with pytest.raises(ModuleNotFoundError):
        import nowhere_to_be_found  # noqa: F401

    assert finder.fetches == []


def test_an_altered_archive_is_refused(finder):
    finder.fetch = lambda: b"altered"

    with pytest.raises(ImportError, match=r"rest\.zip is not the file that was built"):
        import further  # noqa: F401


def test_a_failed_fetch_can_be_tried_again(finder, archive):
    def fail():
        raise OSError("no route")

    finder.fetch = fail
    with pytest.raises(OSError, match="no route"):
        import further
    finder.fetch = lambda: archive
    import further

    assert further.answer == 7


def test_a_linked_module_has_its_file_as_origin():
    spec = LinkedFinder({"numpy.inner": "/lib/inner.so"}).find_spec("numpy.inner")

    assert (spec.name, spec.origin) == ("numpy.inner", "/lib/inner.so")


def test_a_module_that_is_not_linked_is_left_to_others():
    assert LinkedFinder({}).find_spec("json") is None


@pytest.fixture
def postponed(finder, monkeypatch):
    """A finder of stand-ins for the archive's modules, before the finder of the archive."""
    found = PostponedFinder({"further"}, finder.find_spec)
    monkeypatch.setattr(sys, "meta_path", [found, *sys.meta_path])
    return found


def test_a_postponed_module_is_not_fetched_when_it_is_imported(postponed, finder):
    import further  # noqa: F401

    assert finder.fetches == []


def test_a_postponed_module_is_loaded_when_it_is_used(postponed, finder):
    import further

    assert (further.answer, further.answer, len(finder.fetches)) == (7, 7, 1)


def test_a_loaded_module_that_was_postponed_lacks_what_it_lacks(postponed):
    import further

    assert further.answer == 7
    with pytest.raises(AttributeError, match="no attribute 'question'"):
        further.question  # noqa: B018


def test_a_postponed_module_can_be_tried_again_after_a_failed_fetch(postponed, finder, archive):
    import further

    finder.fetch = lambda: b"altered"
    with pytest.raises(ImportError):
        further.answer  # noqa: B018
    finder.fetch = lambda: archive

    assert further.answer == 7


def test_where_the_whole_library_is_installed_nothing_is_added():
    if "_inkglass_build" in sys.modules:
        pytest.skip("this Python was built for the page")
    before = list(sys.meta_path)

    install(None)

    assert sys.meta_path == before
