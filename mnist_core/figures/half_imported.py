"""Figures in a process of many threads: Plotly takes a module that is only half imported for whole.

Plotly looks into sys.modules whether a value could be one of pandas'. Where one session's page
imports pandas while another's builds its chart, Plotly finds half of pandas there, and fails on the
attribute that is still missing. Importing pandas first would cost every start 0.7 s.
"""

from functools import cache
from types import ModuleType

from _plotly_utils import basevalidators


@cache
def pass_over_half_imported() -> None:
    """Have Plotly take a module that another thread has only begun to import as not there.

    Nothing can come from it yet. Once a process is enough; later calls do nothing.
    """
    look = basevalidators.get_module

    def imported(name: str, should_load: bool = True) -> ModuleType | None:
        module = look(name, should_load)
        spec = getattr(module, "__spec__", None)
        return None if getattr(spec, "_initializing", False) else module

    basevalidators.get_module = imported
