"""The tutor beside a run: what its figures say should be tried next, and why."""

from __future__ import annotations

import streamlit as st

from mnist_core.training.config import TrainingConfig
from mnist_core.training.hints import Hint, Observed, hints
from mnist_core.training.history import History
from mnist_core.training.run_folder import Run
from mnist_core.training.run_status import RunStatus
from pages.ui import recipe_form, resources, session_runs


def show(run: Run, config: TrainingConfig, status: RunStatus, history: History) -> None:
    """Every hint with its figures and the button that puts its change into the form.

    None for a run on some classes or with frozen layers: the form cannot ask for such a one.
    """
    if config.classes is not None or config.frozen is not None:
        return
    if st.session_state.get(recipe_form.CHANGED):
        session_runs.rerun()  # a change was applied: the form stands outside of this fragment
    result = status.result
    shown = config.provenance if config.provenance and resources.shown(config.provenance) else None
    digits = config.digits(session_runs.available_digits(shown))
    if result is not None and result.data is not None:
        digits = result.data.training
    dead = resources.dead_filters(run.id) if result is not None and run.weights_path else {}
    found = hints(Observed(config.recipe, history, digits, result, dead))
    if not found:
        return
    st.markdown("**What the figures say**")
    for hint in found:
        with st.container(border=True):
            st.markdown(hint.finding)
            st.caption(hint.why)
            st.button(
                f"Apply: {hint.advice}",
                icon=":material/tune:",
                on_click=_apply,
                args=(config, hint),
                key=f"hint_{run.id}_{hint.name}",
                help="Puts this run's network and recipe into the form, with this change. Press "
                "Start to train it.",
            )


def _apply(config: TrainingConfig, hint: Hint) -> None:
    recipe_form.take(config, hint.change)
