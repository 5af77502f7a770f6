"""A map whose cells are pointed at: with the mouse, a finger or the arrow keys."""

from pathlib import Path

import numpy as np
import streamlit as st

from mnist_core.figures.sprite import sheet
from mnist_core.web.script import script
from pages.ui import controls

SCRIPT = script(Path(__file__).with_suffix(".js"))
STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
component = st.components.v2.component("inside_a_cnn.cells", js=SCRIPT, css=STYLE)


def cells(
    shape: tuple[int, int],
    picture: np.ndarray | None,
    chosen: str | None,
    locked: bool,
    key: str,
) -> None:
    """Show the map; what is pointed at is `pointed_at` from then on.

    Parameters
    ----------
    shape : rows and columns
    picture : uint8 array of shape (28, 28) that lies under the map, as large as it; or None
    chosen : the cell to mark, "row,column", or None
    locked : whether nothing can be chosen any more
    key : of the component
    """
    data = {
        "shape": shape,
        "picture": None if picture is None else sheet(picture[np.newaxis], controls.palette()),
        "chosen": None if chosen is None else [int(it) for it in chosen.split(",")],
        "locked": locked,
    }
    component(key=key, data=data, on_cell_change=lambda: None, height="content")


def pointed_at(key: str) -> str | None:
    """The cell "row,column" that was pointed at last, as a browser tells it; None before."""
    said = st.session_state.get(key, {}).get("cell")
    return said if isinstance(said, str) else None
