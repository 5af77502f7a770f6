"""Before one is in a class: join one by its code, or open one."""

import streamlit as st

from pages.ui.class_address import CLASS
from pages.ui.classroom import seats


def show() -> None:
    """Two ways in; a link of the board's has the code typed already."""
    asked = st.query_params.get(CLASS)
    if asked is not None and seats.TYPED not in st.session_state:
        st.session_state[seats.TYPED] = asked[:12]
    pupil, teacher = st.columns(2, gap="large")
    with pupil, st.form("join_class", border=False):
        st.header("Join a class", anchor=False)
        st.text_input(
            "The code on the board, six letters",
            key=seats.TYPED,
            max_chars=12,
            placeholder="BCDFGH",
            autocomplete="off",
        )
        st.form_submit_button(
            "Join", type="primary", icon=":material/login:", key="join", on_click=seats.join_one
        )
        st.caption(
            "You get an animal’s name. Nobody asks for yours, and when the class is over all that "
            "was yours in it is deleted."
        )
    with teacher:
        st.header("Open a class", anchor=False)
        st.markdown(
            "Put a question to everybody at once, see where they stand, have them convince each "
            "other and vote again. Pupils join with a code, from any browser that reaches this "
            "address."
        )
        st.button(
            "Open a class",
            icon=":material/co_present:",
            key="open_class",
            on_click=seats.open_one,
        )
        st.caption("It ends when you end it, or after 24 hours; then all of it is deleted.")
