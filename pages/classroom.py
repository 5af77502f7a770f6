"""Class: a teacher puts questions to pupils, who vote, talk and vote again, and fill a wall."""

import streamlit as st

from mnist_core import settings
from mnist_core.classroom.class_database import ClassError, EndedClass
from pages.ui import frame, refusal
from pages.ui.class_address import SEAT, TROUBLE
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
        seat = st.session_state.get(SEAT)
        if not settings.CLASSROOM.on:
            st.info("Classes are switched off on this server.")
        elif seat is None:
            entrance.show()
        elif st.session_state.get(TROUBLE):
            st.caption("Your place is kept: this page goes on when the class can be reached again.")
        elif seat.teacher is not None:
            teachers_desk.show(seat, seat.teacher)
        elif seat.pupil is not None:
            pupils_desk.show(seat, seat.pupil)
except EndedClass:
    st.rerun()  # what every page carries says so
except ClassError as error:
    st.warning(str(error))
