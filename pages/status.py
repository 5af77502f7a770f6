"""Status: how this server stands, and how it was set."""

import time

import streamlit as st

from mnist_core import machine, settings
from pages.ui import clock, controls, frame
from pages.ui.status import standing

LOOKED = "looked"  # key

frame.guard(__file__)


@st.fragment
def show() -> None:
    """All of it, looked up again at each click."""
    for complaint in settings.complaints():
        st.warning(controls.plain(complaint))
    standing.trainings()
    standing.memory()
    standing.disk()
    looked = st.session_state[LOOKED] = st.session_state.get(LOOKED, 0) + 1
    st.button("Look again", icon=":material/refresh:", key="look_again")
    st.caption(f"Look {looked}, at {clock.moment(time.time())}.")


frame.page_header(
    "Status",
    "How this server stands now, and how whoever runs it has set it.",
)
show()
st.header("Digits", anchor=False)
frame.show_provenance()
st.header("Settings", anchor=False)
st.markdown("Environment variables. Where one is not set, its default is shown.")
st.markdown("\n".join(standing.settings_in_lines()))
st.header("Versions", anchor=False)
st.markdown(" · ".join(f"{name} **{it}**" for name, it in machine.versions().items()))
