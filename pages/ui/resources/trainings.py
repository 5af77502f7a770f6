"""The queue of trainings, what they may learn from, and how the shipped networks were trained."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
import streamlit as st

from mnist_core.data.digits import Dataset, Provenance, read_only
from mnist_core.network.forward import Network
from mnist_core.network.recipe import Recipe
from mnist_core.studies.training_record import TrainingRecord, run_record, shipped_record
from mnist_core.training import hints, history
from mnist_core.training.config import TrainingConfig
from mnist_core.training.examples import training_digits as digits_to_train_on
from mnist_core.training.loop import first_batch
from mnist_core.training.queue import TrainingQueue
from mnist_core.training.run_folder import RunError
from mnist_core.training.runs import open_run
from pages.ui.resources.digit_sets import dataset_of, few_digits
from pages.ui.resources.networks import FILE_PREFIX, RUN_PREFIX

Pair: TypeAlias = tuple[np.ndarray, np.ndarray]


@st.cache_resource(show_spinner=False)
def queue() -> TrainingQueue:
    """The queue of trainings, one for all sessions, with its one trainer process."""
    return TrainingQueue()


def training_digits(provenance: Provenance | None = None) -> int:
    """How many of some digits a training may learn from, of those in use where none are named."""
    of = dataset_of(provenance)
    return _learnt_from(of.provenance.fingerprint, of)


@st.cache_resource(max_entries=8, show_spinner=False)
def _learnt_from(fingerprint: str, _digits: Dataset) -> int:
    """All of "train" but the held-out ones."""
    return len(digits_to_train_on(_digits))


def first_digits(config: TrainingConfig, count: int) -> Pair:
    """The first digits of a run's first batch, as they are and as it will learn from them.

    Returns
    -------
    Two uint8 arrays of shape (count, 28, 28), fewer where the batch is smaller.
    """
    of = dataset_of(config.provenance)
    examples, seed = config.examples, config.seed
    return _first_digits(of.provenance.fingerprint, config.recipe, seed, examples, count, of)


@st.cache_resource(max_entries=16, show_spinner=False)
def _first_digits(
    fingerprint: str,
    recipe: Recipe,
    seed: int,
    examples: int | None,
    count: int,
    _digits: Dataset,
) -> Pair:
    before, after = first_batch(digits_to_train_on(_digits, examples), recipe, seed)
    return read_only(before.images[:count].copy()), read_only(after.images[:count].copy())


@st.cache_resource(max_entries=8, show_spinner=False)
def shipped_history(id: str) -> history.History:
    """The recorded training of a shipped network."""
    return history.shipped_history(id)


@st.cache_resource(max_entries=32, show_spinner=False)
def dead_filters(run_id: str) -> Mapping[str, tuple[int, ...]]:
    """The filters of a run that has ended that answer to none of its validation digits."""
    try:
        network = Network.load(open_run(run_id).weights_path or "")
    except ValueError:  # removed meanwhile, or broken: its network is not known
        return MappingProxyType({})
    return MappingProxyType(hints.dead_filters(network, few_digits().images))


def training_record(id: str) -> TrainingRecord:
    """What is on record for a shipped network, or for one that was trained here."""
    if id.startswith(FILE_PREFIX):
        return TrainingRecord(None, None)
    if not id.startswith(RUN_PREFIX):
        return shipped_record(id)
    try:
        return run_record(open_run(id.removeprefix(RUN_PREFIX)))
    except RunError:
        return TrainingRecord(None, None)
