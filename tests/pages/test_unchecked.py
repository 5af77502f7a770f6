"""Charts are the same whether Plotly checks what they are made of, or not."""

import json
from collections.abc import Iterator

import plotly.io
import pytest
from plotly.basedatatypes import BaseFigure, BaseLayoutType, BasePlotlyType

from mnist_core.figures.unchecked import CHECKS, TOLD, unchecked
from pages.ui import process

COPY = BaseFigure.to_dict

CHARTS = (
    ("architecture", {"look": "Saliency"}),
    ("dataset", {"view": "How they were made"}),
    ("dataset", {"view": "Preparation"}),
    ("evaluation", {"part": "Figures"}),
    ("evaluation", {"part": "Calibration"}),
)


def charts(at) -> list[dict]:
    assert not at.exception
    return [json.loads(it.proto.spec) for it in at.get("plotly_chart")]


def meant(part):
    """What Plotly's script makes of a part: nothing given and nothing in it are the same."""
    if isinstance(part, dict):
        known = {name: meant(value) for name, value in part.items()}
        return {name: value for name, value in known.items() if value not in (None, {}, [])}
    return [meant(it) for it in part] if isinstance(part, list) else part


@pytest.fixture
def checks_return() -> Iterator[None]:
    template = plotly.io.templates.default
    yield
    plotly.io.templates.default = template
    delattr(BasePlotlyType, CHECKS)
    delattr(BaseLayoutType, CHECKS)
    setattr(BaseFigure, TOLD, COPY)


@pytest.mark.parametrize(("page", "query"), CHARTS)
def test_the_charts_of_a_page_are_the_same_unchecked(app, checks_return, page, query) -> None:
    checked = charts(app(page, **query))
    unchecked()
    faster = charts(app(page, **query))
    assert checked and meant(faster) == meant(checked)


def test_a_running_app_builds_its_charts_unchecked(monkeypatch) -> None:
    called = []
    monkeypatch.setattr(process, "unchecked", lambda: called.append(1))
    process.begin()
    assert called
