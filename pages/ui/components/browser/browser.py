"""Puts right on every page what browser and framework do otherwise than a person expects.

A decimal comma is dropped while it is typed, a printed chart is cut off, some words are too pale in
the dark, and the browser's history fills with addresses that nobody visited; each has a module of
its own.
"""

from pathlib import Path

import streamlit as st

from mnist_core.web.script import script

SCRIPT = script(Path(__file__).with_suffix(".js"))
component = st.components.v2.component("browser", js=SCRIPT)


def put_right() -> None:
    """Do so on this page; takes no room on it."""
    component(key="browser", height=1)
