"""Where the page's Python, which is slower, is tested with less."""

import sys

import pytest

# The marks of a test, or of a parameter, that there runs only with --full.
SLOW_IN_PAGE = [pytest.mark.full] if sys.platform == "emscripten" else []
