"""The runs of this session: a table, any of them side by side, and what can be taken home."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from mnist_core.figures.learning_curves import comparison, loss_title
from mnist_core.training.keras_script import keras_script
from mnist_core.training.run_folder import KERAS_FILE, Run, RunError
from mnist_core.training.run_protocol import RunState
from pages.ui import controls, resources, session_runs, taking_home


def show(in_view: Run | None) -> None:
    """The table, the comparison and the downloads."""
    runs = session_runs.mine()
    if not runs:
        st.caption("None yet. A network trained here can then be chosen on every page.")
        return
    st.dataframe(
        pd.DataFrame([session_runs.row(run) for run in runs]), hide_index=True, width="stretch"
    )
    st.caption(
        "The address of this page reopens the run in view in any browser. Once a run has finished, "
        "its network can be chosen in the sidebar and followed on every page."
    )
    _compare([run for run in runs if run.history.epochs])
    if in_view is not None:
        _downloads(in_view)


def _compare(runs: list[Run]) -> None:
    """Curves of several runs in one picture; the settings stand in the table above."""
    if len(runs) < 2:
        return
    names = {run.id: f"{session_runs.name(run)} ({run.id[:4]})" for run in runs}
    chosen = st.multiselect(
        "Compare",
        list(names),
        default=list(names)[:3],
        format_func=lambda id: names[id],
        key="compared",
        max_selections=6,
    )
    if chosen:
        histories = {names[run.id]: run.history for run in runs if run.id in chosen}
        losses = [_loss(run) for run in runs if run.id in chosen]
        controls.show(
            comparison(histories, controls.palette(), loss_title(losses)),
            alt="Loss on the validation digits after every epoch, one line a run.",
            key="comparison",
        )


def _loss(run: Run) -> str:
    """What a run made smaller; the usual loss where it can no longer be read."""
    try:
        return run.config.recipe.loss
    except RunError:
        return "cross_entropy"


def _downloads(run: Run) -> None:
    """The network, its history, and a script that trains it again; made when asked for."""
    st.markdown("**Take it home**")
    whole = run.weights_path is not None and not run.state.active
    if whole:
        taking_home.ask_name()
    with st.container(horizontal=True):
        if whole:
            id = resources.RUN_PREFIX + run.id
            taking_home.offer(id, "All of it as a page (.html)", key="download_html")
        if run.weights_path is not None:
            _download("Weights (.npz)", run.weights_path.read_bytes, f"{run.id}.npz")
        if (run.path / KERAS_FILE).exists():
            _download("Network (.keras)", (run.path / KERAS_FILE).read_bytes, f"{run.id}.keras")
        _download("History (.csv)", lambda: run.history.to_csv(), f"{run.id}.csv")
        try:
            result = run.result
            if result is not None and result.state == RunState.FINISHED:
                config, precision = run.config, result.precision or "float32"
                dataset, continued = resources.dataset_of(config.provenance), bool(run.continues)
                _download(
                    "Keras script (.py)",
                    lambda: keras_script(
                        config, dataset, precision, continued, run.history.rate_changes
                    ),
                    "train.py",
                )
        except ValueError as error:  # the run cannot be read, or its digits are gone
            st.caption(controls.plain(str(error)))


def _download(label: str, data: Callable[[], bytes | str], name: str) -> None:
    st.download_button(
        label,
        data,
        file_name=name,
        icon=":material/download:",
        on_click="ignore",
        key=f"download_{name.rpartition('.')[2]}",
    )
