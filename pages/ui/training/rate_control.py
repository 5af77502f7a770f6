"""Longer or shorter steps while a run goes on."""

from __future__ import annotations

import streamlit as st

from mnist_core.training.history import History
from mnist_core.training.run_folder import Run
from mnist_core.training.run_status import RunStatus
from pages.ui import refusal

FACTORS = (0.1, 0.3, 1.0, 3.0, 10.0)


def show(run: Run, status: RunStatus, history: History) -> None:
    """The choice of a factor for all learning rates to come; takes effect within one batch."""
    if not status.state.active:
        return
    key = f"rate_factor_{run.id}"
    st.session_state[key] = run.control.factor or _latest(history)
    st.segmented_control(
        "Learning rate from here on",
        FACTORS,
        format_func=lambda factor: "as planned" if factor == 1 else f"× {factor:g}",
        required=True,
        key=key,
        on_change=_multiply,
        args=(run, key),
        help="By what the planned learning rate is multiplied, from the next batch on. The run "
        "writes it down, and the curves show where. Try × 0.1 where the loss has stopped falling.",
    )


def _latest(history: History) -> float:
    return history.rate_changes[-1][1] if history.rate_changes else 1.0


def _multiply(run: Run, key: str) -> None:
    with refusal.explained():
        run.multiply_rates(st.session_state[key])
