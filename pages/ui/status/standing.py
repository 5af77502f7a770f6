"""Where the server stands: trainings, memory, disk, settings."""

import streamlit as st

from mnist_core import machine, settings
from mnist_core.home_folder import home_directory, runs_directory
from mnist_core.training.pruning import MEGABYTE, folder_size
from mnist_core.training.run_protocol import RunState
from mnist_core.training.runs import all_runs, queue_of_runs
from pages.ui import controls, resources, visitors

GIGABYTE = 1_000_000_000


def trainings() -> None:
    """What is trained, what waits, and what is kept."""
    st.header("Trainings", anchor=False)
    try:
        states = [run.state for run in queue_of_runs()]
        kept, size = len(all_runs()), folder_size(runs_directory()) / MEGABYTE
    except (OSError, ValueError) as error:
        st.warning(f"The runs cannot be looked at: {controls.plain(str(error))}")
        return
    running = sum(it in (RunState.STARTING, RunState.TRAINING) for it in states)
    with st.container(horizontal=True):
        st.metric("Being trained", running)
        st.metric("Waiting", f"{sum(it.waiting for it in states)} of {settings.QUEUE.value:,}")
        st.metric("Paused", sum(it == RunState.PAUSED for it in states))
        st.metric("Kept", f"{kept} of {settings.RUNS.value:,}")
        st.metric("Size of runs", f"{size:,.1f} MB")
    lives = "lives" if resources.queue().alive else "does not run: the next training starts it"
    st.caption(f"The trainer of this server {lives}.")


def memory() -> None:
    """What the process that shows pages holds, and for how many visitors."""
    st.header("Memory and visitors", anchor=False)
    resident = machine.resident_bytes()
    with st.container(horizontal=True):
        st.metric("Visitors", f"{visitors.count()} of {settings.SESSIONS.value:,}")
        held = "not known here" if resident is None else f"{resident / MEGABYTE:,.0f} MB"
        st.metric("Memory of the web process", held)
        st.metric("Largest upload", f"{st.get_option('server.maxUploadSize')} MB")


def disk() -> None:
    """Whether the home can be written, and the room in it."""
    st.header("Disk", anchor=False)
    try:
        found = machine.disk(home_directory())
    except ValueError as error:
        st.warning(controls.plain(str(error)))
        return
    if found.fault is None:
        st.markdown(f"The home can be written; {found.free / GIGABYTE:,.1f} GB are free.")
    else:
        st.warning(controls.plain(found.fault))


def settings_in_lines() -> list[str]:
    """A line of a list for every setting, with what holds; no password.

    No table: on a phone one would have to be pushed sideways, which no key does.
    """
    return [
        f"- `{it.variable}`: {it.about}, {_bounds(it)}. **{controls.plain(it.shown)}**"
        for it in settings.VARIABLES
    ]


def _bounds(setting: settings.Variable) -> str:
    match setting:
        case settings.WholeNumber(least=least, most=most):
            return f"{least:,} to {most:,}"
        case settings.Switch():
            return "yes or no"
    return "an address" if setting.secret else "a path"
