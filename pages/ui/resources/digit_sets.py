"""The digits that all sessions share, and what was measured on them."""

import numpy as np
import streamlit as st

from mnist_core.data.digits import SIDE, Dataset, Digits, Provenance
from mnist_core.data.measurements import Measurements, measure
from mnist_core.data.sources import held_out_digits, load_dataset, reopen
from mnist_core.evaluation import robustness
from pages.ui.resources.brought_sets import brought_before, brought_dataset, brought_sets

FEW = 1_000  # validation digits that an experiment reads, so that nobody has to wait
SPLITS = ("test", "validation", "train")
HELD_OUT = "held out"  # the thousand training digits that no network here learns from


@st.cache_resource(show_spinner=False)
def dataset() -> Dataset:
    """The digits in use, with their provenance."""
    return load_dataset()


def in_use(provenance: Provenance) -> bool:
    """Whether these digits are those that the pages show."""
    return provenance.same_digits(dataset().provenance)


def shown(provenance: Provenance) -> bool:
    """Whether these digits can be chosen on the pages: those in use, or a set that is here."""
    return in_use(provenance) or brought_before(provenance) is not None


def dataset_of(provenance: Provenance | None) -> Dataset:
    """The digits of a run, those in use where it names none.

    Raises ValueError with a sentence where they are no longer there.
    """
    if provenance is None or in_use(provenance):
        return dataset()
    return brought_before(provenance) or _reopened(provenance)


@st.cache_resource(max_entries=1, show_spinner="Reading the run's digits…")
def _reopened(provenance: Provenance) -> Dataset:
    return reopen(provenance)


def splits() -> tuple[str, ...]:
    """What digits can be chosen from: the three splits, and the test images of each set."""
    return (*SPLITS, *(it.id for it in brought_sets() if it.test))


def split(name: str) -> Digits:
    """The digits of "train", "validation", "test", "held out", or the test images of a set."""
    if name == HELD_OUT:
        return _held_out()
    return getattr(dataset(), name) if name in SPLITS else brought_dataset(name).test


@st.cache_resource(show_spinner=False)
def _held_out() -> Digits:
    return held_out_digits()


@st.cache_resource(show_spinner=False)
def held_out_places() -> tuple[int, ...]:
    """Where in "train" each of the held-out digits is; empty unless all of them are there.

    The full MNIST has them; the embedded digits and many another file do not.
    """
    places = {image.tobytes(): place for place, image in enumerate(split("train").images)}
    wanted = [image.tobytes() for image in _held_out().images]
    return tuple(places[it] for it in wanted) if all(it in places for it in wanted) else ()


@st.cache_resource(max_entries=3, show_spinner="Measuring the digits…")
def measurements(split_name: str) -> Measurements:
    """What was measured on a split."""
    return measure(split(split_name))


def few_digits() -> Digits:
    """The first validation digits, as many as an experiment reads at once."""
    validation = split("validation")
    return validation if len(validation) <= FEW else validation[:FEW]


@st.cache_resource(max_entries=1, show_spinner=False)
def sample() -> Digits:
    """The test digits on which a curve is measured while one waits: 1,000, or all if fewer."""
    return robustness.sample(split("test"))


def unpacked(digit: bytes) -> np.ndarray:
    """A digit whose bytes are the key of a cache, as float32 array of shape (28, 28)."""
    return np.frombuffer(digit, np.float32).reshape(SIDE, SIDE)
