"""The journey of a digit, drawn by a script of our own: Home opens without waiting for Plotly.

Plotly is 4.7 MB of script, which a browser reads for seconds before it paints anything else.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from mnist_core.figures.journey import Stop
from mnist_core.figures.number_format import percent
from mnist_core.figures.palette import Palette
from mnist_core.web.script import script

SCRIPT = script(Path(__file__).with_suffix(".js"))
STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
component = st.components.v2.component("inside_a_cnn.journey_picture", js=SCRIPT, css=STYLE)


def show(stops: Sequence[Stop], palette: Palette, alt: str) -> None:
    """Show what each stage of a network makes of a digit, and its ten probabilities as bars.

    Parameters
    ----------
    stops : of the digit; the last are the probabilities
    palette : colours of the appearance
    alt : the picture in words
    """
    component(key="journey", data=message(stops, palette, alt), height="content")


def message(stops: Sequence[Stop], palette: Palette, alt: str) -> dict[str, Any]:
    """What the browser is sent: the values as they are, little-endian float32 in base64."""
    return {
        "stops": [_sent(stop) for stop in stops],
        "answer": percent(float(stops[-1].maps.max())),
        "colours": {name: value for name, value in asdict(palette).items() if name != "digits"},
        "alt": alt,
    }


def _sent(stop: Stop) -> dict[str, Any]:
    values = np.ascontiguousarray(stop.maps, "<f4")
    return {
        "name": stop.name,
        "shape": stop.shape,
        "sides": stop.maps.shape,
        "down": stop.down,
        "full": stop.full,
        "signed": stop.signed,
        "values": b64encode(values.tobytes()).decode("ascii"),
    }
