"""The queue of trainings, what they may learn from, and how the shipped networks were trained."""

import streamlit as st

from mnist_core.training import history
from mnist_core.training.examples import training_digits as digits_to_train_on
from mnist_core.training.queue import TrainingQueue
from pages.ui.resources.digit_sets import dataset


@st.cache_resource(show_spinner=False)
def queue() -> TrainingQueue:
    """The queue of trainings, one for all sessions, with its one trainer process."""
    return TrainingQueue()


@st.cache_resource(show_spinner=False)
def training_digits() -> int:
    """How many digits a training may learn from: all of "train" but the held-out ones."""
    return len(digits_to_train_on(dataset()))


@st.cache_resource(max_entries=8, show_spinner=False)
def shipped_history(id: str) -> history.History:
    """The recorded training of a shipped network."""
    return history.shipped_history(id)
