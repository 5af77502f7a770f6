"""The map of digits, drawn on a canvas: it turns without WebGL, which not every school PC has.

The digit under the pointer is shown beside it with no round trip: all digits come as one sprite.
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import streamlit as st

from mnist_core.evaluation.metrics import Evaluation
from mnist_core.figures.number_format import percent
from mnist_core.figures.sprite import sheet
from mnist_core.web.script import script
from pages.ui import controls

COLUMNS = 40  # digits in a row of the sprite
SCRIPT = script(Path(__file__).with_suffix(".js"))
STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
component = st.components.v2.component("inside_a_cnn.digit_map", js=SCRIPT, css=STYLE)


def digit_map(
    points: np.ndarray,
    images: np.ndarray,
    indices: Sequence[int] | np.ndarray,
    found: Evaluation,
    alt: str,
    on_pick: Callable[[int], None],
    chosen: int | None,
) -> None:
    """Show digits as points of their digit's colour, errors with a ring; drag to turn in 3-D.

    Parameters
    ----------
    points : float array of shape (n, 2) or (n, 3)
    images : uint8 array of shape (n, 28, 28)
    indices : the digits' numbers
    found : how they were read
    alt : the map in words
    on_pick : gets the number of the digit that is pressed
    chosen : the number of the digit to mark
    """

    def picked() -> None:
        place = st.session_state["digit_map"].picked
        if isinstance(place, int) and 0 <= place < len(indices):  # a client can send anything
            on_pick(int(indices[place]))

    colours = controls.palette()
    centred = points - (points.min(axis=0) + points.max(axis=0)) / 2
    reach = np.abs(centred).max() or 1
    data = {
        "points": b64encode((centred / reach).astype(np.float32).tobytes()).decode("ascii"),
        "dimensions": points.shape[1],
        "labels": found.labels[indices].tolist(),
        "read": found.predicted[indices].tolist(),
        "names": [
            f"digit {i}: a {found.labels[i]}, read as {found.predicted[i]}"
            f" ({percent(found.probabilities[i].max())})"
            for i in indices
        ],
        "sheet": sheet(images, colours, COLUMNS),
        "columns": COLUMNS,
        "colours": list(colours.digits),
        "ink": colours.text,
        "paper": colours.paper,
        "chosen": None if chosen is None else int(np.searchsorted(indices, chosen)),
        "alt": alt,
    }
    component(key="digit_map", data=data, on_picked_change=picked, height="content")
