"""The sets of images that people have brought, which all sessions share."""

from pathlib import Path

import streamlit as st

from mnist_core.data.digits import IMPORTED, Dataset, Provenance
from mnist_core.data.imported.imported_set import (
    ImportedSet,
    imported_sets,
    open_set,
    read_set,
    sets_directory,
)
from mnist_core.evaluation import robustness
from mnist_core.evaluation.metrics import Evaluation, evaluate
from pages.ui.resources.networks import network


def brought_sets() -> tuple[ImportedSet, ...]:
    """All sets there are now, by title."""
    return _described(tuple(sorted(map(str, sets_directory().glob("*.npz")))))


@st.cache_resource(max_entries=8, show_spinner=False)
def _described(paths: tuple[str, ...]) -> tuple[ImportedSet, ...]:
    return tuple(imported_sets()) if paths else ()


def brought_set(id: str) -> ImportedSet | None:
    """What is said of the set with this id; None where there is none."""
    return next((it for it in brought_sets() if it.id == id), None)


@st.cache_resource(max_entries=3, show_spinner="Reading the images…")
def brought_dataset(id: str) -> Dataset:
    """The images of a set; raises ValueError with a sentence where there is none."""
    return open_set(read_set(id).path)


@st.cache_resource(max_entries=64, show_spinner="The network reads the images…")
def brought_score(network_id: str, id: str) -> Evaluation:
    """How a network reads the test images of a set: 1,000 of them, or all if fewer."""
    few = robustness.sample(brought_dataset(id).test)
    return evaluate(network(network_id).predict(few.images), few.labels)


def brought_before(provenance: Provenance) -> Dataset | None:
    """The images that a run names, where they are a set that is still here."""
    if provenance.source != IMPORTED:
        return None
    found = brought_set(Path(provenance.location).stem)
    return None if found is None else brought_dataset(found.id)
