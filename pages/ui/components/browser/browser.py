"""Puts right on every page what browser and framework do otherwise than a person expects.

A decimal comma is dropped while it is typed, a printed chart is cut off, some words are too pale in
the dark, the history fills with addresses that nobody visited, a reload forgets what was guessed, a
component that a lesson locks looks as if it were not; each has a module of its own.
"""

from collections.abc import Collection
from pathlib import Path

import streamlit as st

from mnist_core.web.script import script
from pages.ui.components.browser import memory

KEY = "browser"
SCRIPT = script(Path(__file__).with_suffix(".js"))
component = st.components.v2.component("browser", js=SCRIPT)


def put_right(locked: Collection[str]) -> None:
    """Do so on this page; takes no room on it.

    Parameters
    ----------
    locked : keys of controls that cannot be used; one that ends in * stands for all that begin so
    """
    component(
        key=KEY,
        data={**memory.told(), "locked": sorted(locked)},
        height=1,
        on_kept_change=lambda: memory.take(st.session_state[KEY].kept),
    )
