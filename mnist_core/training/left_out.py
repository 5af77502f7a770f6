"""Import a library without the optional packages that it would import along with itself."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from types import ModuleType
from typing import cast


@contextmanager
def left_out(*packages: str) -> Generator[None]:
    """Within it these packages cannot be imported, as if they were not installed.

    ``None`` in ``sys.modules`` says so to Python's import system. A package that has been imported
    before stays usable, and afterwards all of them can be imported as ever.
    """
    absent = [name for name in packages if name not in sys.modules]
    for name in absent:
        sys.modules[name] = cast("ModuleType", None)
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]
