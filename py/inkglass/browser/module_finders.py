"""Where the page's Python finds modules that no folder holds.

The build leaves a module `_inkglass_build` that says which: extension modules that JavaScript has
linked already, modules that are not loaded at start, whose first import fetches an archive that
holds them all, and those of them that NumPy imports at start and does not use.
"""

import sys
from importlib.machinery import ExtensionFileLoader, ModuleSpec, PathFinder
from importlib.util import module_from_spec
from types import ModuleType


def install(fetch_rest):
    """Add the finders to `sys.meta_path`; `fetch_rest()` returns the archive's bytes.

    Does nothing where the whole library is installed.
    """
    try:
        import _inkglass_build as build
    except ModuleNotFoundError:
        return
    archive = ArchiveFinder(build.REST, build.REST_SHA256, fetch_rest)
    postponed = PostponedFinder(build.POSTPONED, archive.find_spec)
    sys.meta_path += [LinkedFinder(build.LINKED), postponed, archive]


class LinkedFinder:
    """Finds extension modules that are linked already; `paths` maps their names to their files."""

    def __init__(self, paths):
        self.paths = paths

    def find_spec(self, fullname, path=None, target=None):
        """Return the spec of a linked module, or None for any other."""
        origin = self.paths.get(fullname)
        if origin is None:
            return None
        return ModuleSpec(fullname, ExtensionFileLoader(fullname, origin), origin=origin)


class ArchiveFinder:
    """Finds the modules of a zip archive, which is fetched when the first of them is imported.

    `modules` are their full names; `fetch()` returns the archive's bytes, whose SHA-256 in hex is
    `sha256`. The archive is unpacked into `folder`, because extension modules cannot be loaded from
    inside a zip file.
    """

    def __init__(self, modules, sha256, fetch, folder="/lib/inkglass-rest"):
        self.modules = modules
        self.sha256 = sha256
        self.fetch = fetch
        self.folder = folder
        self.unpacked = False

    def find_spec(self, fullname, path=None, target=None):
        """Return the spec of a module in the archive, fetching it if need be, or None.

        Raises ImportError if the archive is not the one that was built.
        """
        if fullname not in self.modules:
            return None
        if not self.unpacked:
            self._unpack()
        parent = fullname.rpartition(".")[0].replace(".", "/")
        return PathFinder.find_spec(fullname, [f"{self.folder}/{parent}"])

    def _unpack(self):
        import io
        import zipfile
        from _sha2 import sha256  # hashlib may itself be in the archive

        data = self.fetch()
        if sha256(data).hexdigest() != self.sha256:
            raise ImportError("rest.zip is not the file that was built; reload the page")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(self.folder)
        self.unpacked = True
        sys.path_importer_cache.clear()


class PostponedFinder:
    """Finds stand-ins for the modules named, which are loaded when something of them is used.

    `find_spec(fullname)` returns the spec of the module that is to be loaded then.
    """

    def __init__(self, modules, find_spec):
        self.modules = modules
        self.find_real_spec = find_spec

    def find_spec(self, fullname, path=None, target=None):
        """Return the spec of a stand-in, or None for any other module."""
        return ModuleSpec(fullname, self) if fullname in self.modules else None

    def create_module(self, spec):
        """Return the stand-in."""
        return StandIn(spec.name, self.find_real_spec)

    def exec_module(self, module):
        """Leave the stand-in empty."""


class StandIn(ModuleType):
    """A module that gets its contents when the first of them is asked for."""

    def __init__(self, name, find_spec):
        super().__init__(name)
        self.__dict__["__find_spec__"] = find_spec

    def __getattr__(self, name):
        """Load the module, then return its attribute; called for what is not there yet."""
        if name.startswith("__") or "__find_spec__" not in self.__dict__:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        spec = self.__find_spec__(self.__name__)
        real = module_from_spec(spec)
        spec.loader.exec_module(real)
        self.__dict__.update(real.__dict__)
        del self.__dict__["__find_spec__"]
        return getattr(self, name)
