"""The values of a journey under the pointer and, with the arrow keys, wherever one goes.

The pictures themselves are images within the page's text (mnist_core/figures/journey_drawing.py),
which are painted before this is loaded.
"""

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from mnist_core.figures.journey import Stop
from mnist_core.figures.journey_drawing import StopImage
from mnist_core.figures.palette import Palette
from mnist_core.web.script import script

SCRIPT = script(Path(__file__).with_suffix(".js"))
STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
JOURNEY = "journey"  # key of the container with the pictures, and as the script names it
component = st.components.v2.component("inside_a_cnn.journey_values", js=SCRIPT, css=STYLE)


def say(stops: Sequence[Stop], drawn: Sequence[StopImage], label: str, palette: Palette) -> None:
    """Say the values of the journey in the container JOURNEY of this page; takes no room on it.

    Parameters
    ----------
    stops : of the digit; the last are the probabilities
    drawn : the stops, as they are in the container
    label : the journey in words
    palette : colours of the appearance
    """
    component(key="journey_values", data=message(stops, drawn, label, palette), height=1)


def message(
    stops: Sequence[Stop], drawn: Sequence[StopImage], label: str, palette: Palette
) -> dict[str, Any]:
    """What the browser is sent: the values as they are, little-endian float32 in base64."""
    colours = {name: getattr(palette, name) for name in ("text", "panel", "grid", "accent")}
    sent = [_sent(stop, drawing) for stop, drawing in zip(stops, drawn, strict=True)]
    return {"stops": sent, "label": label, "colours": colours}


def _sent(stop: Stop, drawing: StopImage) -> dict[str, Any]:
    values = np.ascontiguousarray(stop.maps, "<f4")
    return {
        "name": stop.name,
        "sides": stop.maps.shape,
        "down": stop.down,
        "box": drawing.box,
        "values": b64encode(values.tobytes()).decode("ascii"),
    }
