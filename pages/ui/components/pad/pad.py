"""The pad to draw on: streamlit-drawable-canvas, laid out so that it swallows and loses no strokes.

The canvas hides its toolbar over its own top right corner until the pointer has been there, so
that a finger's first stroke there is lost. It has no setting for that; a script keeps the toolbar
above the pad, in sight, and leaves in it what a pad needs: undo, redo, clear. It also lets the pad
shrink to the room there is. What was drawn outlives a change of the appearance, and absence.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnist_core.data.drawing.canvas import canvas_strokes
from mnist_core.data.drawing.hidden_pixels import shows
from mnist_core.data.drawing.ink import EmptyDrawing, Inked, find_ink
from mnist_core.data.drawing.pictures import read_picture
from mnist_core.figures.palette import Palette
from mnist_core.network.architectures import DEFAULT
from mnist_core.web.script import script
from pages.ui import resources
from pages.ui.components.pad import pad_sheet

PAD = "pad"  # key of the container, and with it its CSS class, st-key-pad
TOOLBAR = "pad_toolbar"  # key
SIDE = 320  # pixels; it is shown smaller where there is less room
WIDE = 640, 320  # pixels; for several digits
SHEETS = "pad_sheets"  # key: how many drawings were put aside
SHOWN = "pad_shown"  # key: a picture of the pad did show its strokes
HIDDEN = (
    "This browser hides the pad's picture from the page, as some do to protect you from being "
    "traced, so your strokes are read instead."
)
SCRIPT = script(Path(__file__).with_suffix(".js"))
toolbar = st.components.v2.component("inside_a_cnn.pad_toolbar", js=SCRIPT)


@dataclass(frozen=True, eq=False)
class Drawing:
    """What is on the pad, or in the picture that came in its place.

    Attributes
    ----------
    strokes : float arrays of shape (n, 2), none if the pad is empty; None if it holds other things
    look : its picture, or what finds it, or None before the first stroke
    label : the digit it is known to be, or None
    name : of the picture that came in its place, by its content, or None
    dark : whether its ink is darker than its paper, as a person says, or None
    id : the network that is asked for the ink where brightness leaves it open
    several : whether it is to be a number
    """

    strokes: tuple[np.ndarray, ...] | None
    look: np.ndarray | Callable[[], np.ndarray | None] | None
    label: int | None = None
    name: Hashable = None
    dark: bool | None = None
    id: str = DEFAULT
    several: bool = False

    @cached_property
    def picture(self) -> np.ndarray | None:
        """Its picture: uint8 array of shape (h, w, 4) or (h, w); None where there is none.

        Found when it is first asked for: to decode a picture takes longer than to read a digit.
        """
        return self.look() if callable(self.look) else self.look

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
        if self.name is None:
            return find_ink(self.picture)
        return resources.inked(self.id, self.name, self.dark, self.several, self.picture)


def clear() -> None:
    """Callback: begin with an empty pad."""
    st.session_state[SHEETS] = st.session_state.get(SHEETS, 0) + 1
    pad_sheet.forget()


def framed(place: DeltaGenerator) -> DeltaGenerator:
    """Where the pad is to be shown, within a place, with room for its toolbar above it."""
    frame = place.container(key=PAD, gap=None)
    frame.space("medium")
    return frame


def put_toolbar(frame: DeltaGenerator) -> None:
    """The script for the pad's toolbar, which no stroke changes; see `state`."""
    with frame:
        toolbar(
            key=TOOLBAR,
            data={"box": PAD, "asks": _asks()},
            height="content",
            on_unreadable_change=lambda: None,
            on_cleared_change=clear,
        )


def state(palette: Palette, wide: bool) -> dict[str, bool]:
    """What the box `PAD` holds for the toolbar, once the pad is shown: see `pad_sheet.state`."""
    return pad_sheet.state(_key(wide), palette)


def _asks() -> bool:
    """Whether the browser is asked for the pad's picture."""
    return not st.session_state.get(TOOLBAR, {}).get("unreadable")


def _key(wide: bool) -> str:
    number = st.session_state.get(SHEETS, 0)
    return "drawing" + "_wide" * wide + f"_{number}" * bool(number)


def hidden() -> bool:
    """Whether the browser gives another picture of the pad than what is on it, or none."""
    return st.session_state.get(SHOWN) is False


def size(wide: bool) -> tuple[int, int]:
    """Width and height of the pad in its own pixels, however large it is shown."""
    return WIDE if wide else (SIDE, SIDE)


def pad(palette: Palette, pen: int, wide: bool = False) -> Drawing:
    """Show the pad and return what is drawn on it.

    Parameters
    ----------
    palette : its ink on its paper, from the next sheet on
    pen : width of the pen in its pixels
    wide : for several digits
    """
    from streamlit_drawable_canvas import st_canvas  # it can only be imported in a running app

    if not pad_sheet.is_drawing(st.session_state.get(_key(wide))):
        clear()
    (width, height), key = size(wide), _key(wide)
    sheet = pad_sheet.take_up(key, palette)
    canvas = st_canvas(
        stroke_width=pen,
        stroke_color=sheet.ink,
        background_color=sheet.paper,
        initial_drawing=sheet.drawing,
        width=width,
        height=height,
        return_image_data=_asks(),
        key=key,
    )
    pad_sheet.keep(key, sheet, canvas.json_data)
    strokes = canvas_strokes(canvas.json_data)
    look = partial(_picture, canvas, strokes, (width, height))
    return Drawing(strokes, look if strokes and st.session_state.get(SHOWN) else look())


def _picture(
    canvas: Any, strokes: tuple[np.ndarray, ...] | None, size: tuple[int, int]
) -> np.ndarray | None:
    """What is to be seen on the canvas; None before the first stroke, and where it is hidden."""
    try:
        data = canvas.image_bytes
        picture = None if data is None else read_picture(data)
        if picture is None or not strokes:
            return picture
        if shows(picture, strokes, size):
            st.session_state[SHOWN] = True
            return picture
    except (RuntimeError, ValueError):  # it was not asked for, or is no picture
        pass
    st.session_state[SHOWN] = False
    if strokes:
        st.caption(HIDDEN)
    return None
