"""A pad on which a pupil draws for the wall."""

from __future__ import annotations

import streamlit as st

from mnist_core.classroom.pupil import Pupil
from mnist_core.classroom.wall import hang
from mnist_core.data.drawing import EmptyDrawing, prepare_strokes
from mnist_core.evaluation.rejection import read
from pages.ui import controls, digit_choice, refusal, resources
from pages.ui.components.mailbox import mailbox
from pages.ui.components.pad import pad

LABEL = "wall_label"  # key
PEN = 20  # pixels


def show(pupil: Pupil) -> None:
    """The pad, what is read on it, and the digit that was meant."""
    left, right = st.columns([2, 3], gap="large")
    place = pad.framed(left)
    colours = controls.palette()
    with place:
        drawing = pad.pad(colours, PEN)
    pad.put_toolbar(place)
    mailbox.post("class_wall", {pad.PAD: pad.state(colours, False)})
    try:
        digit = prepare_strokes(drawing.strokes or ()).digit
    except EmptyDrawing:
        digit = None
    with right:
        if digit is None:
            st.markdown("Draw a digit as you write it, then say which one it is meant to be.")
        else:
            network = resources.network(controls.chosen_network())
            said = read(network, digit)
            st.markdown(f"{network.architecture.title} reads **{said.first}**. Which one is meant?")
        label = st.pills("It is meant to be a", range(10), key=LABEL, width="content")
        st.button(
            "Hang it on the wall",
            key="hang",
            type="primary",
            icon=":material/push_pin:",
            disabled=digit is None or label is None,
            on_click=_hang,
            args=(pupil, digit, label),
        )


def _hang(pupil: Pupil, digit, label: int | None) -> None:
    with refusal.explained():
        if digit is not None and label is not None:
            hang(pupil, digit, label)
            st.session_state[LABEL] = None
            digit_choice.keep_drawing(None)
            pad.clear()
