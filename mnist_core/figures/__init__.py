"""Plotly figures and composed images: arrays in, a picture out."""

from types import ModuleType

from _plotly_utils import basevalidators


def _imported(name: str, should_load: bool = True) -> ModuleType | None:
    """The module, unless another thread has only begun to import it.

    Plotly looks into sys.modules whether a value could be one of pandas'. Where one session's page
    imports pandas while another's builds its chart, Plotly finds half of pandas there, and fails
    on the attribute that is still missing. What is not there yet, no value can come from.
    """
    module = _get_module(name, should_load)
    spec = getattr(module, "__spec__", None)
    return None if getattr(spec, "_initializing", False) else module


_get_module = basevalidators.get_module
basevalidators.get_module = _imported
