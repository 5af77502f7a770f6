"""A digit to be dragged about its frame with mouse, finger or arrow keys.

The picture moves in the browser, and a reading that follows it (`reading.drag`) with it; the server
is told the place, whole pixels, when it rests.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from mnist_core.figures.palette import Palette
from mnist_core.web.script import script

SCRIPT = script(Path(__file__).with_suffix(".js"))
WIDTH = 226  # pixels: 28 × 8 and a hairline on either side
component = st.components.v2.component("inside_a_cnn.dragger", js=SCRIPT)


def dragger(
    image: np.ndarray,
    right: int,
    down: int,
    farthest: int,
    palette: Palette,
    key: str,
    on_move: Callable[[int, int], None],
) -> None:
    """Show a digit that can be dragged.

    Parameters
    ----------
    image : float array of shape (28, 28), in [0, 1]
    right, down : where it stands, pixels from its place
    farthest : how far it can be moved, pixels either way
    palette : colours of the appearance
    key : of the component
    on_move : called with the new place before the page is run again
    """
    data = {
        "box": key,
        "pixels": np.rint(np.asarray(image) * 255).astype(int).ravel().tolist(),
        "right": right,
        "down": down,
        "farthest": farthest,
        "paper": palette.paper,
        "ink": palette.ink,
        "line": palette.grid,
        "alt": f"A digit, {right} pixels to the right and {down} down of its place. "
        "Drag it, or move it with the arrow keys.",
    }

    def moved() -> None:
        place = read_place(st.session_state[key].get("place"), farthest)
        if place is not None:
            on_move(*place)

    component(key=key, data=data, on_place_change=moved, width=WIDTH, height="content")


def read_place(place: Any, farthest: int) -> tuple[int, int] | None:
    """What the browser said, as (right, down); None if it is no place in reach."""
    try:
        right, down = (int(place[way]) for way in ("right", "down"))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    return (right, down) if max(abs(right), abs(down)) <= farthest else None
