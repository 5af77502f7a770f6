"""Tune: many trainings that differ in chosen settings, and which of them reads best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from pages.ui import controls, refusal, resources
from pages.ui.experiments import search_comparison, search_form, search_questions, search_view

if TYPE_CHECKING:
    from mnist_core.search.keeper import Keeper

READY, OWN, COMPARE = PARTS = ("Ready experiments", "Your own search", "Compare two")
TUNE = "tune"  # also the name of the URL parameter


def show() -> None:
    """A ready experiment, a search of one's own, or two searches side by side."""
    refusal.show()
    st.markdown(
        "A **search** trains one network many times with other settings and keeps score on the "
        "**validation digits**. The test digits choose nothing. It goes on while you are elsewhere."
    )
    try:
        keeper = resources.keeper()
        with resources.storage_answers():
            _parts(keeper)
    except ValueError as error:
        st.error(controls.plain(str(error)), icon=":material/error:")


def _parts(keeper: Keeper) -> None:
    keeper.tend()
    names = keeper.names()
    part = st.segmented_control(
        "What to do",
        PARTS,
        default=READY,
        required=True,
        key=TUNE,
        bind="query-params",
        label_visibility="collapsed",
    )
    if part == READY:
        search_questions.show(keeper, names)
    elif part == COMPARE:
        search_comparison.show(keeper, names)
    else:
        form, screen = st.columns([2, 3], gap="large")
        with form:
            search_form.show(keeper)
        with screen:
            search_view.choose(keeper, keeper.names())
