"""The searches of this home, and the threads of this app that work on them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

import streamlit as st

from pages.ui.resources.trainings import queue, training_digits

if TYPE_CHECKING:
    from mnist_core.search.keeper import Keeper


@st.cache_resource(show_spinner=False)
def keeper() -> Keeper:
    """The one that works on this app's searches; imports Optuna, so only who needs it asks.

    Raises
    ------
    ValueError
        With one sentence, where the storage of the searches cannot be used.
    """
    from mnist_core.search.keeper import Keeper

    return Keeper(queue(), training_digits())


def storage_answers() -> AbstractContextManager[None]:
    """Where the storage of the searches is asked: if it fails, ValueError says so in a sentence."""
    from mnist_core.search.storage import answering

    return answering()
