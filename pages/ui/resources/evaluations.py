"""What networks answered to whole splits, how sure they were, and the claims put to the test."""

import numpy as np
import streamlit as st

from mnist_core.evaluation.calibration import Temperature, fit_temperature
from mnist_core.evaluation.ensemble import Cost, milliseconds
from mnist_core.evaluation.metrics import Evaluation, evaluate
from mnist_core.evaluation.rejection import Rejection
from mnist_core.evaluation.seed_answers import SeedAnswers, seed_answers, stored_temperature
from mnist_core.lessons.claims.claim import Evidence, Result, settle
from mnist_core.lessons.claims.register import CLAIMS
from mnist_core.network.weights import manifest
from mnist_core.studies.refusal_threshold import rejection_of
from pages.ui.resources.digit_sets import split
from pages.ui.resources.networks import RUN_PREFIX, SHIPPED_NETWORKS, checkpoint, network
from pages.ui.resources.trainings import shipped_history

READERS = 2  # threads that read a whole split, once for all sessions


@st.cache_resource(max_entries=10, show_spinner="The network reads the digits…")
def predictions(id: str, split_name: str) -> np.ndarray:
    """What a network says to every digit of a split: read-only float32 array of shape (n, 10)."""
    probabilities = network(id).predict(split(split_name).images, threads=READERS)
    probabilities.flags.writeable = False
    return probabilities


@st.cache_resource(max_entries=32, show_spinner=False)
def evaluation(id: str, split_name: str) -> Evaluation:
    """The metrics of a network on a split."""
    return evaluate(predictions(id, split_name), split(split_name).labels)


@st.cache_resource(max_entries=32, show_spinner=False)
def cost(id: str) -> Cost:
    """What it takes to keep a network and to read one digit with it, here."""
    of = network(id)
    digit = split("test").images[:1]
    return Cost(
        of.architecture.parameters, of.architecture.macs, milliseconds(lambda: of.predict(digit))
    )


@st.cache_resource(max_entries=20, show_spinner=False)
def checkpoint_evaluation(run_id: str, batches: int) -> Evaluation:
    """How that network reads the validation digits."""
    validation = split("validation")
    return evaluate(checkpoint(run_id, batches).predict(validation.images), validation.labels)


@st.cache_resource(max_entries=16, show_spinner=False)
def seeds(id: str, split_name: str) -> SeedAnswers | None:
    """What all seeds of a shipped network answered to a split; None where that is not known."""
    return seed_answers(id, split(split_name)) if id in SHIPPED_NETWORKS else None


@st.cache_resource(max_entries=16, show_spinner=False)
def temperature(id: str) -> Temperature:
    """A network's temperature: of a shipped one as recorded, of any other fitted on validation.

    Shipped networks learnt from most digits that are the validation set where MNIST is not at
    hand: a temperature fitted on those would be too low.
    """
    stored = stored_temperature(id) if id in SHIPPED_NETWORKS else None
    if stored is not None:
        return Temperature(*stored, at_limit=False)
    return fit_temperature(predictions(id, "validation"), split("validation").labels)


@st.cache_resource(max_entries=16, show_spinner="The network reads validation digits…")
def rejection(id: str) -> Rejection:
    """What refusing to answer would do to validation digits; chooses the threshold."""
    return rejection_of(id.removeprefix(RUN_PREFIX), network(id), split("validation"))


@st.cache_resource(max_entries=64, show_spinner="Putting it to the test…")
def claim_result(id: str) -> Result:
    """A claim of the documents, put to the test on the digits in use."""
    evidence = Evidence(
        digits=lambda: split("test"), network=network, history=shipped_history, manifest=manifest
    )
    return settle(CLAIMS[id], evidence)
