"""The queue of trainings, what they may learn from, and how the shipped networks were trained."""

import streamlit as st

from mnist_core.studies.training_record import TrainingRecord, run_record, shipped_record
from mnist_core.training import history
from mnist_core.training.examples import training_digits as digits_to_train_on
from mnist_core.training.queue import TrainingQueue
from mnist_core.training.run_folder import RunError
from mnist_core.training.runs import open_run
from pages.ui.resources.digit_sets import dataset
from pages.ui.resources.networks import RUN_PREFIX


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


def training_record(id: str) -> TrainingRecord:
    """What is on record for a shipped network, or for one that was trained here."""
    if not id.startswith(RUN_PREFIX):
        return shipped_record(id)
    try:
        return run_record(open_run(id.removeprefix(RUN_PREFIX)))
    except RunError:
        return TrainingRecord(None, None)
