"""Figures that are built without Plotly's checks, for a server that builds one at every click.

Plotly holds every value that a figure is given against its schema: three quarters of the time
that a figure takes, while all sessions wait. Ours are built by functions that tests have run with
the checks; without them the same comes out, which a test holds for the charts of all pages.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

import plotly.io
from _plotly_utils.utils import convert_to_base64
from plotly.basedatatypes import BaseFigure, BaseLayoutType, BasePlotlyType
from plotly.graph_objects import Figure
from plotly.subplots import make_subplots

CHECKS = "_validate"  # what Plotly asks a part of a figure
TOLD = "to_dict"  # what Streamlit asks a figure
PACKED = "_packed"  # whether a figure's arrays are
checked: ContextVar[bool] = ContextVar("checked", default=False)  # here, all the same


def unchecked() -> None:
    """From now on, parts of figures say that they need no checks; later calls do nothing.

    But for the layout as a whole, which knows its axes by checking their names. The look of the
    house takes the place of Plotly's own template, so that is not copied into each figure first.
    """
    setattr(BasePlotlyType, CHECKS, property(lambda part: checked.get(), lambda part, checks: None))
    setattr(BaseLayoutType, CHECKS, property(_stored, _store))
    setattr(BaseFigure, TOLD, _as_it_is)
    plotly.io.templates.default = None


def subplots(*rows_and_columns: int, **settings: Any) -> Figure:
    """Plotly's `make_subplots`, which loses the second axis where it is not checked."""
    before = checked.set(True)
    try:
        return make_subplots(*rows_and_columns, **settings)
    finally:
        checked.reset(before)


def give_template(figure: Figure, template: Mapping[str, Any]) -> None:
    """Give a figure a template that is known to be right, as Plotly gives it its own."""
    checks = getattr(figure.layout, CHECKS)
    setattr(figure.layout, CHECKS, False)
    figure.layout.template = template
    setattr(figure.layout, CHECKS, checks)


def _stored(layout: BaseLayoutType) -> bool:
    return vars(layout).get(CHECKS, True)


def _store(layout: BaseLayoutType, checks: bool) -> None:
    vars(layout)[CHECKS] = checks


def _as_it_is(figure: BaseFigure) -> dict[str, Any]:
    """A figure's parts as Plotly's script reads them, without the copy that Plotly makes first.

    Nobody changes them on their way to the browser, and the copy took a third of the time. Arrays
    are packed in the figure itself, so that one that is shown again has them packed already.
    """
    parts = vars(figure)
    data, layout = parts["_data"], parts["_layout"]
    if not parts.setdefault(PACKED, False):
        convert_to_base64([*data, *(it for name, it in layout.items() if name != "template")])
        parts[PACKED] = True
    return {"data": data, "layout": layout}
