"""What a network says to one digit: ten probabilities."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from mnist_core.data.imported.raw_images import DIGIT_NAMES
from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import Palette, dress

HEIGHT = 300  # ten bars with room to read them


def probability_bars(
    probabilities: np.ndarray,
    palette: Palette,
    truth: int | None = None,
    classes: Sequence[str] = DIGIT_NAMES,
) -> go.Figure:
    """Ten probabilities as bars, the answer highlighted, the exact value under the pointer.

    Parameters
    ----------
    probabilities : float array of shape (10,)
    palette : colours of the appearance
    truth : the digit it is meant to be, set in bold; None where nobody knows
    classes : what each answer is called; answers that no class has keep their number
    """
    digits = np.arange(len(probabilities))
    answer = int(probabilities.argmax())
    called = [*classes, *DIGIT_NAMES[len(classes) :]]
    names = [f"<b>{called[k]}</b>" if k in (truth, answer) else called[k] for k in digits]
    bars = go.Bar(
        x=probabilities,
        y=digits,
        orientation="h",
        text=[percent(probability) for probability in probabilities],
        textposition="outside",
        textfont={"color": palette.text},
        cliponaxis=False,
        marker={"color": [palette.accent if d == answer else palette.muted for d in digits]},
        hovertemplate="%{y}: %{x:.9g}<extra></extra>",
    )
    layout = {
        "xaxis": {"range": (0, 1.2), "visible": False, "fixedrange": True},
        "yaxis": {
            "range": (9.5, -0.5),
            "tickvals": digits,
            "ticktext": names,
            "ticks": "",
            "showgrid": False,
            "zeroline": False,
            "showline": True,
            "fixedrange": True,
        },
        "dragmode": False,
        "bargap": 0.3,
        "showlegend": False,
    }
    return dress(go.Figure(bars, layout), palette, HEIGHT)
