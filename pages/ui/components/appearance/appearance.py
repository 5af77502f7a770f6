"""Tells the server when the person switches between light and dark, so that figures follow.

Streamlit repaints its own page at once, but a figure keeps its colours until the next run.
"""

from pathlib import Path

import streamlit as st

from mnist_core.figures.palette import Palette
from mnist_core.web.script import script

SCRIPT = script(Path(__file__).with_suffix(".js"))
component = st.components.v2.component("appearance", js=SCRIPT)


def follow(palette: Palette) -> None:
    """Run the page again whenever another appearance is seen than the palette that it is drawn in.

    Takes no room on the page.
    """
    component(key="appearance", data={"drawn": palette.name}, height=1, on_seen_change=lambda: None)
