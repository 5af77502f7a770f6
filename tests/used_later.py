"""A module that is imported when a test first uses it, however early tests say `import`."""

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from mnist_core.training.left_out import left_out


class UsedLater(ModuleType):
    """Stands in for a module of this name until something of it is asked for.

    Python's own ``LazyLoader`` does not serve: an ``import`` statement asks what it finds for its
    ``__spec__``, and so loads it.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__dict__["__spec__"] = find_spec(name)  # where it lies can be asked

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in ("__path__", "__version__"):
            # Python asks every module that is there for its file, warnings and the like.
            raise AttributeError(name)
        return getattr(self._imported(), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._imported(), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._imported(), name)

    def _imported(self) -> ModuleType:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        with left_out("matplotlib", "pandas", "sklearn"):
            return import_module(self.__name__)
