"""The wall as all see it: what hangs there, how every network reads it, and what they misread."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.classroom.class_database import ClassError, EndedClass
from mnist_core.classroom.school_class import SchoolClass, look, pulse
from mnist_core.classroom.wall import Wall, wall
from mnist_core.classroom.wall_reading import misread
from mnist_core.data.digits import fingerprint
from mnist_core.data.drawing.kept_drawings import to_npz
from mnist_core.evaluation.metrics import Evaluation, evaluate
from mnist_core.figures.number_format import between, percent
from mnist_core.figures.sprite import compose
from mnist_core.web.wall_sheet import wall_sheet
from pages.ui import controls, refusal, resources
from pages.ui.classroom import wall_pad, wall_teacher
from pages.ui.classroom.seats import Seat

MOST_SHOWN, COLUMNS = 60, 12  # pictures: the last ones, and those of a row
MISREAD_SHOWN = 12
LIVE_SECONDS = 1.0


def show(seat: Seat) -> None:
    """The pad for a pupil, the wall, the networks on it, and what the teacher may do with it."""
    refusal.show()
    try:
        room, found = look(seat.database, seat.room), wall(seat.database, seat.room)
    except EndedClass:
        st.rerun()
    if seat.teacher is not None:
        st.fragment(_watch, run_every=LIVE_SECONDS)(seat, room.tally)
    st.markdown(
        "The class’s own test set: digits that no network here has ever seen. Is your handwriting "
        "harder than MNIST’s? Guess before you look at the table."
    )
    if seat.pupil is not None:
        wall_pad.show(seat.pupil)
    if not len(found):
        st.caption("Nothing hangs here yet.")
        return
    _pictures(found)
    _readings(found)
    if seat.teacher is not None:
        wall_teacher.show(seat.teacher, room, found)
    _exports(room, found)


def _watch(seat: Seat, tally: int) -> None:
    """Run the teacher's page again when pupils have hung or voted; says nothing else."""
    try:
        now = pulse(seat.database, seat.room).tally
    except ClassError:
        return  # what every page carries says so
    if now != tally:
        st.rerun()


def _pictures(found: Wall) -> None:
    last = found.digits[-MOST_SHOWN:]
    columns = min(len(last), COLUMNS)
    controls.show_sprite(
        compose(
            last.images,
            controls.palette(),
            columns=columns,
            zoom=2,
            labels=[str(label) for label in last.labels],
        ),
        alt=f"The last {len(last)} of {len(found)} pictures on the wall, each with its digit.",
        width=columns * 60 + 4,
    )


def _readings(found: Wall) -> None:
    """A row for each shipped network, and the pictures that most of them misread."""
    read = {id: reading(id, found) for id in resources.sound_networks()}
    rows = {}
    for id, it in read.items():
        score = resources.training_record(id).score
        rows[resources.network(id).architecture.title] = {
            "this wall": f"{it.right} of {len(it)}",
            "95 % interval": between(it.accuracy_interval),
            "MNIST": "unknown" if score is None else percent(score.accuracy),
        }
    st.table(pd.DataFrame(rows).T.rename_axis("network"))
    wrong = misread(found.digits.labels, {id: it.predicted for id, it in read.items()})
    if not wrong:
        st.caption("Every network reads all of them right.")
        return
    shown = wrong[:MISREAD_SHOWN]
    places = np.array([it.place for it in shown])
    st.markdown("**Most misread**, with what is read in them: what would have to be otherwise?")
    controls.show_sprite(
        compose(
            found.digits.images[places],
            controls.palette(),
            columns=min(len(shown), COLUMNS),
            zoom=2,
            labels=[f"{found.digits.labels[it.place]} → {it.read}" for it in shown],
        ),
        alt="; ".join(
            f"a {found.digits.labels[it.place]} misread by {it.networks} of {len(read)} networks, "
            f"mostly as {it.read}"
            for it in shown
        ),
        width=min(len(shown), COLUMNS) * 60 + 4,
    )


def reading(id: str, found: Wall) -> Evaluation:
    """How a network reads a wall; found once for all who look at the same wall."""
    digits = found.digits
    return resources.made(
        ("wall", id, fingerprint(digits)),
        lambda: evaluate(resources.network(id).predict(digits.images), digits.labels),
    )


def _exports(room: SchoolClass, found: Wall) -> None:
    names = [""] * len(found) if room.names_hidden else found.names
    with st.container(horizontal=True):
        st.download_button(
            "Download as .npz",
            lambda: to_npz(found.digits),
            "class_wall.npz",
            key="wall_npz",
            on_click="ignore",
        )
        st.download_button(
            "Sheet to print",
            lambda: wall_sheet("The wall of our class", found.digits, names).encode(),
            "class_wall.html",
            key="wall_sheet",
            on_click="ignore",
            mime="text/html",
        )
