"""Class: a teacher puts questions to pupils, who vote, talk and vote again, and fill a wall."""

import streamlit as st

from mnist_core.classroom.class_database import ClassError
from pages.ui import frame, refusal
from pages.ui.classroom import board, entrance, pupils_desk, seats, teachers_desk

frame.guard(__file__)

try:
    shown = seats.board()
    if shown is not None:
        st.set_page_config(initial_sidebar_state="collapsed")
        board.show(shown)
    else:
        frame.page_header(
            "Class",
            "Commit yourself to an answer before you see the others’: those who do understand "
            "better than those who only watch.",
        )
        refusal.show()
        seat = seats.seat()
        if seat is None:
            entrance.show()
        elif seat.teacher is not None:
            teachers_desk.show(seat, seat.teacher)
        elif seat.pupil is not None:
            pupils_desk.show(seat, seat.pupil)
except ClassError as error:
    st.warning(str(error))
