"""A chart can be built while another thread is half-way through an import."""

import subprocess
import sys

import pytest

HALF_IMPORTED = """
import sys
from importlib.machinery import ModuleSpec
from types import ModuleType

import numpy as np
import plotly.graph_objects as go
{ours}
half = ModuleType("pandas")
half.__spec__ = ModuleSpec("pandas", None)
half.__spec__._initializing = True
sys.modules["pandas"] = half
figure = go.Figure(go.Scatter(x=[0, 1], y=np.array([2.0, 3.0])))
del sys.modules["pandas"]
import pandas
figure.add_scatter(y=pandas.Series([4.0, 5.0]))
print(figure.data[0].y[1], figure.data[1].y[1])
"""


def build(ours):
    return subprocess.run(
        [sys.executable, "-c", HALF_IMPORTED.format(ours=ours)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_a_half_imported_pandas_does_not_stop_a_chart():
    built = build(
        "from mnist_core.figures.half_imported import pass_over_half_imported\n"
        "pass_over_half_imported()"
    )
    assert built.stdout == "3.0 5.0\n", built.stderr


@pytest.mark.slow
def test_plotly_alone_still_needs_this():
    assert "has no attribute 'Series'" in build("").stderr
