"""Which digits a training learns from: those in use, or images that were brought."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from mnist_core.data.digits import Dataset, Provenance
from mnist_core.training.config import MIN_EXAMPLES
from pages.ui import controls, resources, session_runs

DIGITS, EXAMPLES = "train_digits", "train_examples"  # keys; the second is the form's
IN_USE = "in use"


def choose_set(id: str) -> None:
    """For a callback: learn from all images of a set that was brought."""
    st.session_state[DIGITS] = id
    take_all()


def choose_named(provenance: Provenance | None) -> None:
    """For a callback: learn from the digits that a run names, where they can be chosen."""
    id = Path(provenance.location).stem if provenance is not None else IN_USE
    st.session_state[DIGITS] = id if id in _titles() else IN_USE


def take_all() -> None:
    """For a callback: learn from all the chosen digits there are."""
    st.session_state[EXAMPLES] = available()


def choose() -> None:
    """A select box, where images were brought that are enough to learn from."""
    sets = _titles()
    if not sets:
        return
    controls.stand_at(DIGITS, _chosen())
    st.selectbox(
        "Learn from",
        (IN_USE, *sets),
        key=DIGITS,
        persist_state="session",
        format_func=lambda id: sets.get(id, "the digits in use"),
        on_change=take_all,
    )


def dataset() -> Dataset:
    """The digits to learn from."""
    id = _chosen()
    return resources.dataset() if id == IN_USE else resources.brought_dataset(id)


def available() -> int:
    """How many of them a training may learn from."""
    return session_runs.available_digits(dataset().provenance)


def _chosen() -> str:
    id = st.session_state.get(DIGITS, IN_USE)
    return id if id in _titles() else IN_USE  # a set may have been removed


def _titles() -> dict[str, str]:
    """The sets with enough images, by id."""
    enough = 2 * MIN_EXAMPLES
    return {it.id: it.title for it in resources.brought_sets() if it.training >= enough}
