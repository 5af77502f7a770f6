"""The time machine: one slider moves a run's kernels, maps, answer and errors through its past."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_core.figures.confusion_matrix import confusion_matrix
from mnist_core.figures.feature_maps import feature_maps, kernels
from mnist_core.figures.probability_bars import probability_bars
from mnist_core.network.forward import Activation
from mnist_core.training import checkpoints
from mnist_core.training.run_folder import Run
from pages.ui import controls, resources

MOMENT = "moment"
PINNED = "moment_pinned"  # (run, batches) where somebody has moved the slider to
SHOWN = "moment_shown"  # (run, batches) in view
MOVED = "moment_moved"
UNITS = 64  # of a dense layer, shown as pictures of their weights


def choose_moment(run: Run) -> int | None:
    """The slider over the kept moments; stays at the newest until somebody moves it."""
    moments = checkpoints.kept(run.path)
    if not moments:
        return None
    pinned_run, batches = st.session_state.get(PINNED, (None, None))
    if pinned_run != run.id or batches not in moments:
        batches = moments[-1]
    st.session_state[SHOWN] = (run.id, batches)
    if len(moments) > 1:
        # A slider whose options have grown sends its old place again, as if somebody had moved it
        # there; with a key of its own, every new number of moments gets a new slider.
        key = f"{MOMENT}_{run.id}_{len(moments)}"
        controls.stand_at(key, batches)
        st.select_slider(
            "Weights after so many batches",
            moments,
            key=key,
            persist_state="session",
            on_change=_pin,
            args=(run.id, moments[-1], key),
            format_func=lambda batches: f"{batches:,}",
            help="About thirty moments are kept, close together at first, where learning is fast.",
        )
    return batches


def chosen_moment(run: Run) -> int | None:
    """The moment of this run that is in view, or None while there is none."""
    shown_run, batches = st.session_state.get(SHOWN, (None, None))
    return batches if shown_run == run.id else None


def moved() -> bool:
    """Whether somebody has moved the slider since this was asked last."""
    return st.session_state.pop(MOVED, False)


def _pin(run_id: str, newest: int, key: str) -> None:
    """After the slider was moved: stay there, or follow again if it was moved to the end."""
    batches = st.session_state[key]
    st.session_state[PINNED] = (None, None) if batches == newest else (run_id, batches)
    st.session_state[MOVED] = True


def show(run: Run, batches: int, image: np.ndarray, label: int | None) -> None:
    """The network as it was after so many batches: what it looked with, saw, said, and erred in.

    Parameters
    ----------
    run, batches : which weights
    image : array of shape (28, 28), uint8 or float in [0, 1], the digit it reads
    label : what the digit is labelled; None for a drawing
    """
    network = resources.checkpoint(run.id, batches)
    activations = network.activations(image)
    answers, errors = st.columns(2, gap="medium")
    with answers:
        _answer(activations[-1].output, label)
    with errors:
        _errors(run, batches)
    looked, saw = st.columns(2, gap="medium")
    first = next(activation for activation in activations if activation.weights)
    with looked:
        _kernels(first)
    with saw:
        if first.output.ndim == 3:
            st.markdown(f"**What {first.name} makes of the digit**")
            controls.show(
                feature_maps(first.output, controls.palette()),
                alt=f"The maps of {first.name}.",
                key="moment_maps",
            )


def _answer(probabilities: np.ndarray, label: int | None) -> None:
    answer = int(probabilities.argmax())
    labelled = "" if label is None else f"; the digit is labelled {label}"
    st.markdown(f"**It reads a {answer}**{labelled}.")
    controls.show(
        probability_bars(probabilities, controls.palette(), truth=label),
        alt=f"Ten probabilities; the largest is that of {answer}.",
        key="moment_probabilities",
    )


def _errors(run: Run, batches: int) -> None:
    found = resources.checkpoint_evaluation(run.id, batches)
    st.markdown(
        f"**{controls.percent(found.accuracy)} of {len(found):,} validation digits** "
        f"read right, loss {found.loss:.3g}"
    )
    controls.show(
        confusion_matrix(found.matrix, controls.palette()),
        alt="Confusion matrix on the validation digits, true digit in rows.",
        key="moment_matrix",
    )


def _kernels(first: Activation) -> None:
    """What the first layer with weights looks for; units of a dense layer as pictures too."""
    kernel, name, one = first.weights["kernel"], f"Kernels of {first.name}", "filter"
    if kernel.ndim == 2:
        one, name = "unit", f"Weights into the first {UNITS} units of {first.name}"
        kernel = kernel[:, :UNITS].reshape(28, 28, 1, -1)
    st.markdown(f"**{name}**")
    controls.show(kernels(kernel, controls.palette(), one), alt=f"{name}.", key="moment_kernels")
