"""The confusion matrix as a table of buttons: Plotly's heat maps tell nobody that they are clicked.

Every cell can be reached with the arrow keys, too, and says in words what it holds.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import streamlit as st

from mnist_core.figures.confusion_matrix import Cell
from mnist_core.web.script import script

SCRIPT = script(Path(__file__).with_suffix(".js"))
STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
component = st.components.v2.component("inside_a_cnn.matrix", js=SCRIPT, css=STYLE)


def matrix(
    cells: Sequence[Cell],
    chosen: tuple[int, int] | None,
    alt: str,
    key: str,
    on_pick: Callable[[int, int], None],
) -> None:
    """Show the hundred cells; pressing one calls `on_pick(true, read)` before the next run.

    Parameters
    ----------
    cells : row by row, see `mnist_core.figures.confusion_matrix`
    chosen : the cell to mark
    alt : what the table shows, in words
    key : of the component
    on_pick : gets the digit and what it was read as
    """

    def picked() -> None:
        place = st.session_state[key].picked
        if isinstance(place, int) and 0 <= place < len(cells):  # a client can send anything
            on_pick(cells[place].true, cells[place].read)

    place = None if chosen is None else 10 * chosen[0] + chosen[1]
    data = {"cells": [asdict(cell) for cell in cells], "chosen": place, "alt": alt}
    component(key=key, data=data, on_picked_change=picked, height="content")
