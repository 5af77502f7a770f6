"""A Plotly chart that is brought up to date where it stands, for figures that change by themselves.

st.plotly_chart builds its chart anew whenever the data change, and loses zoom and hover with it.
Here a component keeps the chart and gives it to Plotly.react. Its Plotly is the file that
st.plotly_chart loads (4.7 MB over HTTP, once, cached for good), which puts itself on the window;
nothing of it goes through the websocket. Where it cannot be had, st.plotly_chart is shown.

Measured by `python -m tests.benchmarks live_chart` on two busy cores, 10 s each, baseline first:
charts built 69 : 1, blank frames 8 of 345 : 0 of 438, uncaught errors while zooming 6 : 0, zoom
lost : kept, websocket 29 : 21 kB an update, browser's work 106 : 83 ms an update.
"""

import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from mnist_core.figures.palette import Figure
from mnist_core.web.script import script
from pages.ui import controls

NAME = "inside_a_cnn.live_chart"
REFUSED = "live_chart_refused"
LIBRARIES = tuple(Path(st.__file__).parent.glob("static/static/js/PlotlyChart.*.js"))
SCRIPT = script(Path(__file__).with_suffix(".js"))
chart = st.components.v2.component(NAME, js=SCRIPT, isolate_styles=False)


def show(figure: Figure, alt: str, key: str) -> None:
    """Show a figure across the width; `alt` says in words what it shows.

    Called again with the same key it changes the chart in place, so that zoom, hidden curves and
    what the mouse points at stay. Give the figure a height and, to keep the zoom, a `uirevision`.
    """
    if not LIBRARIES or st.session_state.get(REFUSED):
        controls.show(figure, alt, f"{key}_plain")
        return
    hidden = [*controls.HIDDEN_BUTTONS, "sendChartToCloud"]
    config = {"displaylogo": False, "modeBarButtonsToRemove": hidden}
    library = LIBRARIES[0].name
    data = {"figure": compact(figure), "config": config, "alt": alt, "library": library}
    chart(key=key, data=data, on_refused_change=_refuse)


def compact(figure: Figure) -> dict[str, Any]:
    """The figure as plain JSON, its doubles as singles: half the bytes, the same pixels."""
    plain = json.loads(figure.to_json())
    for trace in plain["data"]:
        for values in trace.values():
            if isinstance(values, dict) and values.get("dtype") == "f8":
                doubles = np.frombuffer(b64decode(values["bdata"]))
                values["bdata"] = b64encode(doubles.astype(np.float32)).decode("ascii")
                values["dtype"] = "f4"
    return plain


def _refuse() -> None:
    """The browser could not show it: use the ordinary chart for the rest of this session."""
    st.session_state[REFUSED] = True
