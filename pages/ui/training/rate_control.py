"""Longer or shorter steps while a run goes on, and how long they were."""

from __future__ import annotations

import streamlit as st

from mnist_core.figures.rate_curve import rate_curve
from mnist_core.training.history import History
from mnist_core.training.learning_rate import learning_rates
from mnist_core.training.run_folder import Run
from mnist_core.training.run_status import RunStatus
from pages.ui import controls, refusal
from pages.ui.components.live_chart import live_chart

FACTORS = (0.1, 0.3, 1.0, 3.0, 10.0)


def show(run: Run, status: RunStatus, history: History) -> None:
    """The choice of a factor for all learning rates to come; takes effect within one batch."""
    if not status.state.active:
        return
    key = f"rate_factor_{run.id}"
    controls.stand_at(key, run.control.factor or _latest(history))
    st.segmented_control(
        "Learning rate from here on",
        FACTORS,
        format_func=lambda factor: "as planned" if factor == 1 else f"× {factor:g}",
        required=True,
        key=key,
        persist_state="session",
        on_change=_multiply,
        args=(run, key),
        help="By what the planned learning rate is multiplied, from the next batch on. The run "
        "writes it down, and the curves show where. Try × 0.1 where the loss has stopped falling.",
    )


def curve(run: Run, history: History, epochs: int) -> None:
    """The learning rate over the run, where it does not stay what it was."""
    if not history.rate_moves:
        return
    planned = learning_rates(run.config.recipe, epochs * history.batches_per_epoch)
    figure = rate_curve(history, planned, epochs, controls.palette())
    alt = f"Learning rate of every batch, now {history.rate:.2g}, over what is planned."
    live_chart.show(figure, alt=alt, key=f"live_{run.id}_rate")


def _latest(history: History) -> float:
    return history.rate_changes[-1][1] if history.rate_changes else 1.0


def _multiply(run: Run, key: str) -> None:
    with refusal.explained():
        run.multiply_rates(st.session_state[key])
