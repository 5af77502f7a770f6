"""Lets a decimal comma be typed into every number field, which many browsers drop in silence."""

from pathlib import Path

import streamlit as st

from pages.ui.components.script import script

SCRIPT = script(Path(__file__).with_suffix(".js"))
component = st.components.v2.component("decimal_comma", js=SCRIPT)


def understand() -> None:
    """Understand 0,01 as 0.01 in the number fields of this page; takes no room on it."""
    component(key="decimal_comma", height=1)
