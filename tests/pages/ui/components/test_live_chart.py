"""Live charts on the server's side: what is sent, and when the ordinary chart is shown instead."""

import base64
import json

import numpy as np
import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.components.live_chart import live_chart


def script():
    import plotly.graph_objects as go

    from pages.ui.components.live_chart import live_chart

    live_chart.show(go.Figure(go.Scatter(y=[1, 2], name="line")), "Two points", "chart")


def test_figure_and_alt_text_are_sent():
    at = AppTest.from_function(script, default_timeout=60).run()
    (chart,) = at.get("bidi_component")
    sent = json.loads(chart.proto.json)
    assert sent["alt"] == "Two points"
    assert sent["figure"]["data"] == [{"name": "line", "y": [1, 2], "type": "scatter"}]
    assert not at.get("plotly_chart")


@pytest.mark.parametrize("reason", ["no library in this Streamlit", "refused by the browser"])
def test_the_ordinary_chart_is_the_way_out(monkeypatch, reason):
    at = AppTest.from_function(script, default_timeout=60)
    if reason == "refused by the browser":
        at.session_state[live_chart.REFUSED] = True
    else:
        monkeypatch.setattr(live_chart, "LIBRARIES", ())
    at.run()
    (chart,) = at.get("plotly_chart")
    assert json.loads(chart.proto.spec)["data"][0]["y"] == [1, 2]
    assert chart.proto.alt == "Two points"
    assert not at.get("bidi_component")


def test_the_plotly_of_this_streamlit_is_found_and_goes_on_the_window():
    (library,) = live_chart.LIBRARIES
    assert "window.Plotly=" in library.read_text("utf-8")


def test_doubles_travel_as_singles_and_nothing_else_changes():
    loss = np.array([0.1, np.nan, 2.3e-5])
    figure = go.Figure(go.Scatter(x=np.arange(3), y=loss, text=["a", "b", "c"]))
    (trace,) = live_chart.compact(figure)["data"]
    y = trace["y"]
    assert y["dtype"] == "f4"
    arrived = np.frombuffer(base64.b64decode(y["bdata"]), np.float32)
    np.testing.assert_allclose(arrived, loss, rtol=1e-7)
    assert {"x": trace["x"], "text": trace["text"]} == {
        name: json.loads(figure.to_json())["data"][0][name] for name in ("x", "text")
    }
