"""Modules that are not loaded at start: the first import of one fetches an archive of all."""

import sys
from importlib.machinery import PathFinder


class ArchiveFinder:
    """An import hook, last in `sys.meta_path`, for the modules of one zip archive.

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
            raise ImportError(
                "the archive of further modules is not the one that was built; reload the page"
            )
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(self.folder)
        self.unpacked = True
        sys.path_importer_cache.clear()
