"""Which page is to be shown next, with which address: asked anywhere, answered by the frame.

A callback, or a fragment that reruns all, asks; the run that follows begins with the navigation,
which takes the request and goes there.
"""

import streamlit as st

REQUESTED = "requested_page"
Request = tuple[str, dict[str, str]]


def ask(stem: str, query: dict[str, str]) -> None:
    """Have the next run show the page with this stem, with these parameters in its address."""
    st.session_state[REQUESTED] = (stem, query)


def take() -> Request | None:
    """What was asked last, once."""
    return st.session_state.pop(REQUESTED, None)
