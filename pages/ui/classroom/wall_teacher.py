"""What the teacher may do with the wall: take a picture down, and train a network on half of it."""

from __future__ import annotations

import streamlit as st

from mnist_core.classroom.school_class import SchoolClass
from mnist_core.classroom.teacher import Teacher
from mnist_core.classroom.wall import Wall, take_down
from mnist_core.classroom.wall_training import (
    STARTS,
    wall_config,
    wall_set,
    why_not,
)
from mnist_core.evaluation.comparison import compare
from mnist_core.evaluation.metrics import evaluate
from mnist_core.figures.number_format import between, percent
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.training.run_folder import Run
from pages.ui import frame, refusal, resources, session_runs
from pages.ui.components.tiles.tiles import tiles

PICKED, NETWORK, RUN = "wall_picked", "wall_network", "wall_run"  # keys
POLL_SECONDS = 2.0


def show(teacher: Teacher, room: SchoolClass, found: Wall) -> None:
    """Both, closed until they are wanted."""
    removing = st.expander("Take a picture down", key="wall_removing", on_change="rerun")
    if removing.open:
        with removing:
            _remove(teacher, room, found)
    training = st.expander("Train on it", key="wall_training", on_change="rerun")
    if training.open:
        with training:
            _train(teacher, found)


def _remove(teacher: Teacher, room: SchoolClass, found: Wall) -> None:
    picked = st.session_state.get(PICKED)
    place = found.ids.index(picked) if picked in found.ids else None
    by = [""] * len(found) if room.names_hidden else [f" by {name}" for name in found.names]
    tiles(
        found.digits.images,
        labels=[str(label) for label in found.digits.labels],
        names=[f"a {it}{who}" for it, who in zip(found.digits.labels, by, strict=True)],
        key="wall_tiles",
        on_pick=lambda place: st.session_state.__setitem__(PICKED, found.ids[place]),
        chosen=place,
    )
    st.button(
        "Take down the one that is marked",
        key="take_down",
        disabled=place is None,
        on_click=_take_down,
        args=(teacher, picked),
    )


def _take_down(teacher: Teacher, picture: int) -> None:
    with refusal.explained():
        take_down(teacher, picture)


def _train(teacher: Teacher, found: Wall) -> None:
    st.markdown(
        "A network that ships goes on learning from one half of the wall; its convolutions stay as "
        "they are. Whether it reads your hand better is measured on the other half, which it has "
        "never seen. First a guess: will it?"
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        network = st.selectbox(
            "Start from",
            STARTS,
            STARTS.index("keras_cnn"),
            key=NETWORK,
            format_func=lambda id: ARCHITECTURES[id].title,
            width=220,
        )
        reason, busy = why_not(found.digits), session_runs.busy()
        st.button(
            "Train on half of the wall",
            key="wall_train",
            type="primary",
            icon=":material/play_arrow:",
            disabled=reason is not None or busy,
            on_click=_start,
            args=(teacher, network, found),
        )
    if reason is not None:
        st.caption(reason)
    run = next((it for it in session_runs.mine() if it.id == st.session_state.get(RUN)), None)
    if run is not None:
        st.fragment(_watch, run_every=POLL_SECONDS if run.state.active else None)(run)


def _start(teacher: Teacher, network: str, found: Wall) -> None:
    with refusal.explained():
        session_runs.start(wall_config(network, wall_set(teacher.room, found.digits)))
        st.session_state[RUN] = session_runs.mine()[0].id


def _watch(run: Run) -> None:
    """How the training stands, and in the end what it gained."""
    status = run.status
    if status.state.active:
        stands = session_runs.progress(run, status)
        st.progress(stands.share, text=stands.sentence)
        return
    if run.weights_path is None or status.result is None or status.result.test is None:
        st.markdown(session_runs.outcome(run, status))
        return
    judged = resources.dataset_of(run.config.provenance).test
    frozen = run.config.frozen
    start = frozen.source if frozen and frozen.source else resources.DEFAULT_NETWORK
    before = evaluate(resources.network(start).predict(judged.images), judged.labels)
    learnt = resources.network(resources.RUN_PREFIX + run.id)
    after = evaluate(learnt.predict(judged.images), judged.labels)
    st.markdown(
        f"Of the {len(judged)} pictures of the other half, {ARCHITECTURES[start].title} read "
        f"**{before.right}** before ({percent(before.accuracy)}, 95 % interval "
        f"{between(before.accuracy_interval)}) and **{after.right}** after "
        f"({percent(after.accuracy)}, {between(after.accuracy_interval)})."
    )
    st.markdown(compare(before, after).sentence("Before", "after"))
    frame.link("training", "its curves, and what it costs on MNIST’s own digits")
