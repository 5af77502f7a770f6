"""What all sessions share, loaded once: the only home of st.cache_resource.

Everything returned here is immutable. These functions read no widgets and draw nothing.
"""

from collections.abc import Mapping
from concurrent.futures import Future
from threading import Lock

import numpy as np
import streamlit as st

from mnist_core.data.digits import SIDE, Dataset, Digits, read_only
from mnist_core.data.measurements import Measurements, measure
from mnist_core.data.sources import held_out_digits, load_dataset
from mnist_core.evaluation import robustness, stored_curves, sweeps
from mnist_core.evaluation.calibration import Temperature, fit_temperature
from mnist_core.evaluation.embedding import Projection, digits_to_map, pca
from mnist_core.evaluation.metrics import Evaluation, evaluate
from mnist_core.evaluation.rejection import Rejection, measure_rejection
from mnist_core.evaluation.seed_answers import (
    SeedAnswers,
    seed_answers,
    stored_max_logit,
    stored_temperature,
)
from mnist_core.evaluation.tsne import begin
from mnist_core.explain.equivariance import Following, following
from mnist_core.explain.excitation import Excitation, excitation
from mnist_core.explain.intervention import Intervention, intervene
from mnist_core.explain.saliency import Explanation, explain
from mnist_core.explain.sanity import randomised
from mnist_core.lessons.claims.claim import Evidence, Result, settle
from mnist_core.lessons.claims.register import CLAIMS
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.forward import Network
from mnist_core.network.weights import manifest
from mnist_core.training import history
from mnist_core.training.checkpoints import checkpoint_path
from mnist_core.training.examples import training_digits as digits_to_train_on
from mnist_core.training.queue import TrainingQueue
from mnist_core.training.runs import ACTIVE, RunError, open_run

DEFAULT_NETWORK = "keras_cnn"
SHIPPED_NETWORKS = (DEFAULT_NETWORK, *(id for id in ARCHITECTURES if id != DEFAULT_NETWORK))
RUN_PREFIX = "run-"  # the network of the run "abc" is called "run-abc"
FEW = 1_000  # validation digits that an experiment reads, so that nobody has to wait
READERS = 2  # threads that read a whole split, once for all sessions
SPLITS = ("test", "validation", "train")
HELD_OUT = "held out"  # the thousand training digits that no network here learns from


@st.cache_resource(show_spinner=False)
def queue() -> TrainingQueue:
    """The queue of trainings, one for all sessions, with its one trainer process."""
    return TrainingQueue()


@st.cache_resource(show_spinner="Reading the digits…")
def dataset() -> Dataset:
    """The digits in use, with their provenance."""
    return load_dataset()


@st.cache_resource(show_spinner=False)
def training_digits() -> int:
    """How many digits a training may learn from: all of "train" but the held-out ones."""
    return len(digits_to_train_on(dataset()))


def split(name: str) -> Digits:
    """The digits of "train", "validation", "test" or "held out"."""
    return _held_out() if name == HELD_OUT else getattr(dataset(), name)


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


@st.cache_resource(max_entries=64, show_spinner="Putting it to the test…")
def claim_result(id: str) -> Result:
    """A claim of the documents, put to the test on the digits in use."""
    evidence = Evidence(
        digits=lambda: split("test"), network=network, history=shipped_history, manifest=manifest
    )
    return settle(CLAIMS[id], evidence)


@st.cache_resource(max_entries=10, show_spinner=False)
def network(id: str) -> Network:
    """The network with this id: a shipped one, or "run-…", the outcome of a run that has ended.

    Raises
    ------
    ValueError
        If there is no such network, or it has not finished learning.
    """
    if id in SHIPPED_NETWORKS:
        return Network.load(id)
    if not id.startswith(RUN_PREFIX):  # nothing that a link names is ever taken for a path
        raise ValueError(f"There is no network called “{id[:64]}”")
    run = open_run(id.removeprefix(RUN_PREFIX))
    if run.weights_path is None or run.state in ACTIVE:
        raise RunError(f"Run {run.id} has no network yet; come back when it has finished.")
    return Network.load(run.weights_path)


@st.cache_resource(max_entries=6, show_spinner=False)
def checkpoint(run_id: str, batches: int) -> Network:
    """A run's network as it was after so many batches."""
    return Network.load(checkpoint_path(open_run(run_id).path, batches))


@st.cache_resource(max_entries=20, show_spinner=False)
def checkpoint_evaluation(run_id: str, batches: int) -> Evaluation:
    """How that network reads the validation digits."""
    validation = split("validation")
    return evaluate(checkpoint(run_id, batches).predict(validation.images), validation.labels)


@st.cache_resource(max_entries=8, show_spinner=False)
def shipped_history(id: str) -> history.History:
    """The recorded training of a shipped network."""
    return history.shipped_history(id)


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


@st.cache_resource(max_entries=16, show_spinner=False)
def mapped_digits(id: str, split_name: str) -> np.ndarray:
    """Which digits of a split the map shows: int array, sorted."""
    return digits_to_map(evaluation(id, split_name))


@st.cache_resource(max_entries=16, show_spinner="The network places the digits…")
def features(id: str, split_name: str) -> np.ndarray:
    """What a network makes of those digits before its last layer: float32 array (n, units)."""
    found = network(id).features(split(split_name).images[mapped_digits(id, split_name)])
    found.flags.writeable = False
    return found


@st.cache_resource(max_entries=16, show_spinner=False)
def digits_in_pca(id: str, split_name: str) -> Projection:
    """Those digits as points in three dimensions, by PCA."""
    return pca(features(id, split_name))


@st.cache_resource(show_spinner=False)
def _turn() -> Lock:
    return Lock()


@st.cache_resource(max_entries=16, show_spinner=False)
def digits_in_tsne(id: str, split_name: str, dimensions: int) -> Future:
    """Those digits by t-SNE: begun when first asked for, in a process of its own."""
    return begin(features(id, split_name), dimensions, _turn())


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


@st.cache_resource(max_entries=128, show_spinner="Asking every pixel…")
def explanations(
    id: str, image: np.ndarray, digit: int, seed: int | None = None, layers: int | None = None
) -> Mapping[str, Explanation]:
    """The saliency maps of a digit's score; with a seed, on random weights in the last layers."""
    known = network(id)
    return explain(known if seed is None else randomised(known, seed, layers), image, digit)


def few_digits() -> Digits:
    """The first validation digits, as many as an experiment reads at once."""
    validation = split("validation")
    return validation if len(validation) <= FEW else validation[:FEW]


@st.cache_resource(max_entries=16, show_spinner="Looking for what excites each filter…")
def excitations(id: str, layer: str) -> Excitation:
    """How strongly every filter of a layer answers to each of the few digits."""
    return excitation(network(id), few_digits().images, layer)


@st.cache_resource(max_entries=256, show_spinner="Reading the digits again…")
def answers(id: str, intervention: Intervention | None = None) -> np.ndarray:
    """What a network, changed or not, reads in the few digits: read-only int array."""
    known = network(id)
    changed = known if intervention is None else intervene(known, intervention)
    read = changed.predict(few_digits().images).argmax(axis=1)
    read.flags.writeable = False
    return read


@st.cache_resource(max_entries=16, show_spinner="The network reads validation digits…")
def rejection(id: str) -> Rejection:
    """What refusing to answer would do to validation digits; chooses the threshold.

    Shipped networks have learnt from most of the embedded digits, so theirs is stored.
    """
    stored = stored_max_logit(id) if id in SHIPPED_NETWORKS else None
    return Rejection(*stored) if stored else measure_rejection(network(id), split("validation"))


@st.cache_resource(max_entries=16, show_spinner=False)
def curves(id: str) -> stored_curves.StoredCurves | None:
    """The stored accuracy curves of a shipped network, where they were measured on its weights."""
    return stored_curves.load(id) if id in SHIPPED_NETWORKS else None


@st.cache_resource(max_entries=1, show_spinner=False)
def sample() -> Digits:
    """The test digits on which a curve is measured while one waits: 1,000, or all if fewer."""
    return robustness.sample(split("test"))


@st.cache_resource(max_entries=4096, show_spinner=False)
def read_right(id: str, perturbation_id: str, level: float) -> int:
    """How many digits of the sample a network reads right at one level of a perturbation."""
    return robustness.count_right(network(id), sample(), perturbation_id, level)


@st.cache_resource(max_entries=16, show_spinner="The network reads shifted digits…")
def whole_digits(id: str) -> robustness.WholeDigits:
    """What a network reads of shifted digits that lose no ink: stored, or of the sample."""
    stored = curves(id)
    return robustness.measure_whole(network(id), sample()) if stored is None else stored.whole


@st.cache_resource(max_entries=256, show_spinner=False)
def sweep(id: str, digit: bytes, perturbation_id: str, seed: int) -> sweeps.Sweep:
    """What a network says to one digit (28 × 28 float32) at every level of a perturbation."""
    return sweeps.sweep(network(id), _unpacked(digit), perturbation_id, seed)


@st.cache_resource(max_entries=128, show_spinner=False)
def places(id: str, digit: bytes) -> np.ndarray:
    """What a network says to one digit (28 × 28 float32) at every place, see sweeps.places."""
    return read_only(sweeps.places(network(id), _unpacked(digit)))


@st.cache_resource(max_entries=128, show_spinner=False)
def followings(id: str, digit: bytes, right: int) -> tuple[Following, ...]:
    """Which layers of a network follow one digit (28 × 28 float32) to the right."""
    return following(network(id), _unpacked(digit), right, 0)


def _unpacked(digit: bytes) -> np.ndarray:
    return np.frombuffer(digit, np.float32).reshape(SIDE, SIDE)
