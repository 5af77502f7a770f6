"""Digits as one picture whose tiles can be pressed: a component, because st.image sends no click.

All tiles show parts of one sprite; the browser lays them out in as many columns as fit.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import streamlit as st

from mnist_core.figures.sprite import sheet
from mnist_core.web.script import script
from pages.ui import controls

SCRIPT = script(Path(__file__).with_suffix(".js"))
STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
component = st.components.v2.component("inside_a_cnn.tiles", js=SCRIPT, css=STYLE)


def tiles(
    images: np.ndarray,
    labels: Sequence[str],
    names: Sequence[str],
    key: str,
    on_pick: Callable[[int], None],
    chosen: int | None = None,
) -> None:
    """Show digits as tiles; pressing one calls `on_pick` with its place before the next run.

    Parameters
    ----------
    images : uint8 array of shape (n, 28, 28)
    labels : a short text under each tile
    names : each digit in words, for the pointer and for screen readers
    key : of the component
    on_pick : gets the place of the tile, 0 to n - 1
    chosen : the place of the tile to mark
    """

    def picked() -> None:
        place = st.session_state[key].picked
        if isinstance(place, int) and 0 <= place < len(images):  # a client can send anything
            on_pick(place)

    data = {
        "sheet": sheet(images, controls.palette()),
        "tiles": [{"label": text, "name": name} for text, name in zip(labels, names, strict=True)],
        "chosen": chosen,
    }
    component(key=key, data=data, on_picked_change=picked, height="content")
