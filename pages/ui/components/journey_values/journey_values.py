"""The values of a journey under the pointer and, with the arrow keys, wherever one goes.

The picture itself is HTML (mnist_core/figures/journey.py), which is painted before this is loaded.
"""

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from mnist_core.figures.journey import Stop
from mnist_core.figures.palette import Palette
from mnist_core.web.script import script

SCRIPT = script(Path(__file__).with_suffix(".js"))
STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
component = st.components.v2.component("inside_a_cnn.journey_values", js=SCRIPT, css=STYLE)


def say(stops: Sequence[Stop], palette: Palette) -> None:
    """Say the values of the journey that stands on this page; takes no room on it.

    Parameters
    ----------
    stops : of the digit; the last are the probabilities
    palette : colours of the appearance
    """
    component(key="journey_values", data=message(stops, palette), height=1)


def message(stops: Sequence[Stop], palette: Palette) -> dict[str, Any]:
    """What the browser is sent: the values as they are, little-endian float32 in base64."""
    colours = {name: getattr(palette, name) for name in ("text", "panel", "grid", "accent")}
    return {"stops": [_sent(stop) for stop in stops], "colours": colours}


def _sent(stop: Stop) -> dict[str, Any]:
    values = np.ascontiguousarray(stop.maps, "<f4")
    return {
        "name": stop.name,
        "sides": stop.maps.shape,
        "down": stop.down,
        "values": b64encode(values.tobytes()).decode("ascii"),
    }
