"""The pad to draw on: streamlit-drawable-canvas, with its toolbar where it swallows no strokes.

The canvas hides its toolbar over its own top right corner until the pointer has been there, so
that a finger's first stroke there is lost. It has no setting for that; a script keeps the toolbar
above the pad, in sight, and leaves in it what a pad needs: undo, redo, clear.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import streamlit as st

from mnist_core.data.drawing.canvas import canvas_strokes
from mnist_core.data.drawing.ink import EmptyDrawing, Inked, find_ink
from mnist_core.figures.palette import Palette
from pages.ui.components.script import script

PAD = "pad"  # key of the container, and with it its CSS class, st-key-pad
SIDE = 320  # pixels; fits a screen of 360
WIDE = 640, 240  # pixels; for several digits, where there is room
SHEETS = "pad_sheets"  # key: how many drawings were put aside
PHONES = ("Mobi", "Android")  # what browsers on small screens call themselves
SCRIPT = script(Path(__file__).with_suffix(".js"))
toolbar = st.components.v2.component("inside_a_cnn.pad_toolbar", js=SCRIPT)


@dataclass(frozen=True, eq=False)
class Drawing:
    """What is on the pad, or in the picture that came in its place.

    Attributes
    ----------
    strokes : float arrays of shape (n, 2), none if the pad is empty; None if it holds other things
    picture : uint8 array of shape (h, w, 4) or (h, w), or None before the first stroke
    label : the digit it is known to be, or None
    """

    strokes: tuple[np.ndarray, ...] | None
    picture: np.ndarray | None
    label: int | None = None

    @property
    def empty(self) -> bool:
        return self.strokes == ()

    @cached_property
    def inked(self) -> Inked:
        """The picture with its ink told from its paper: found once, however often it is prepared.

        EmptyDrawing if no ink can be told from the paper.
        """
        if self.picture is None:
            raise EmptyDrawing
        return find_ink(self.picture)


def clear() -> None:
    """Callback: begin with an empty pad."""
    st.session_state[SHEETS] = st.session_state.get(SHEETS, 0) + 1


def size(wide: bool) -> tuple[int, int]:
    """Width and height of the pad in pixels; phones have no room for a wide one."""
    browser = st.context.headers.get("User-Agent", "")
    return WIDE if wide and not any(name in browser for name in PHONES) else (SIDE, SIDE)


def pad(palette: Palette, pen: int, wide: bool = False) -> Drawing:
    """Show the pad and return what is drawn on it.

    Parameters
    ----------
    palette : its ink on its paper
    pen : width of the pen in pixels
    wide : for several digits, where the screen has room for them
    """
    from streamlit_drawable_canvas import st_canvas  # it can only be imported in a running app

    width, height = size(wide)
    sheet = st.session_state.get(SHEETS, 0)
    with st.container(key=PAD, gap=None):
        st.space("medium")  # for the toolbar
        canvas = st_canvas(
            stroke_width=pen,
            stroke_color=palette.ink,
            background_color=palette.paper,
            width=width,
            height=height,
            return_image_data=True,
            key="drawing" + "_wide" * wide + f"_{sheet}" * bool(sheet),
        )
        toolbar(key="pad_toolbar", height="content")
    return Drawing(canvas_strokes(canvas.json_data), canvas.image_data)
