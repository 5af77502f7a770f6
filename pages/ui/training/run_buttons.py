"""The buttons of a tape deck for the run in view: pause, one more step, go on, stop, continue."""

from __future__ import annotations

import streamlit as st

from mnist_core.training.run_folder import Run
from mnist_core.training.run_protocol import RunState
from mnist_core.training.run_status import RunStatus
from pages.ui import refusal, resources, session_runs

MORE_EPOCHS = 2


def show(run: Run, status: RunStatus) -> None:
    """The buttons of the run; each takes effect within one batch.

    All are there in every state and keep their places, disabled where they make no sense: a button
    that moves between press and release hears no click.
    """
    refusal.show()
    active = status.state.active
    paused = status.state == RunState.PAUSED
    with st.container(horizontal=True):
        _button("Pause", "pause", "After the batch it is in.", active and not paused, _pause, run)
        _button("Resume", "play_arrow", "To the end.", paused, _go_on, run, None)
        _button("One more batch", "skip_next", "A single step.", paused, _batch, run)
        _button("One more epoch", "fast_forward", "To its end.", paused, _epoch, run)
        _button("Stop", "stop", "For good, after the batch it is in.", active, _stop, run)
        if not active:
            what = "A new run that begins where this one ended."
            _button(f"Continue for {MORE_EPOCHS} epochs", "resume", what, True, _continue, run)


def _button(label: str, icon: str, help: str, enabled: bool, does, run: Run, *arguments) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        help=help,
        on_click=_press,
        args=(does, run, *arguments),
        disabled=not enabled,
        key=f"transport_{does.__name__.strip('_')}",
    )


def _press(does, run: Run, *arguments) -> None:
    with refusal.explained():
        does(run, *arguments)


def _pause(run: Run) -> None:
    run.pause()


def _go_on(run: Run, until: int | None) -> None:
    run.go_on(until)
    resources.queue().tend()


def _batch(run: Run) -> None:
    _go_on(run, (run.paused_at or 0) + 1)


def _epoch(run: Run) -> None:
    history = run.history
    per_epoch = max(history.batches_per_epoch, 1)
    _go_on(run, (history.batches // per_epoch + 1) * per_epoch)


def _stop(run: Run) -> None:
    run.request_stop()


def _continue(run: Run) -> None:
    session_runs.go_on_with(run, MORE_EPOCHS)
