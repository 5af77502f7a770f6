"""A picture on which a frame is dragged, with mouse or finger, over the part that is to be read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from mnist_core.figures.palette import Palette
from mnist_core.figures.sprite import png_address
from mnist_core.web.script import script

SCRIPT = script(Path(__file__).with_suffix(".js"))
component = st.components.v2.component("inside_a_cnn.cropper", js=SCRIPT)
Range = tuple[int, int]
LEAST = 5  # per cent: a frame that is smaller is a slip of the finger


def cropper(
    picture: np.ndarray,
    palette: Palette,
    alt: str,
    key: str,
    on_crop: Callable[[Range, Range], None],
) -> None:
    """Show a picture, in its own size or as large as there is room, that can be cropped.

    Parameters
    ----------
    picture : uint8 array of shape (height, width, 3)
    palette : its accent draws the frame
    alt : what it shows
    key : of the component
    on_crop : called with where the part begins and ends, across and down, in per cent of the
        picture, before the page is run again
    """
    data = {"picture": png_address(picture), "alt": alt, "line": palette.accent, "least": LEAST}

    def cropped() -> None:
        box = read_box(st.session_state[key].get("box"))
        if box is not None:
            on_crop(*box)

    width = picture.shape[1]
    component(key=key, data=data, on_box_change=cropped, width=width, height="content")


def read_box(said: Any) -> tuple[Range, Range] | None:
    """What the browser said, as (across, down); None if it is no part of a picture."""
    try:
        across, down = (tuple(int(it) for it in said[way]) for way in ("across", "down"))
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    if any(len(it) != 2 or not 0 <= it[0] <= it[1] - LEAST <= 100 - LEAST for it in (across, down)):
        return None
    return (across[0], across[1]), (down[0], down[1])
