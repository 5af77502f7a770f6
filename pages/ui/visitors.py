"""How many are here at once, and the sentence for one too many."""

import streamlit as st
from streamlit.runtime import exists, get_instance

from mnist_core import settings

ADMITTED = "admitted"  # key
SESSIONS = "_session_mgr"  # what Streamlit's runtime calls those who are here


def count() -> int:
    """Sessions that are connected, this one included."""
    sessions = getattr(get_instance(), SESSIONS, None) if exists() else None
    return 1 if sessions is None else sessions.num_active_sessions()  # none: no server, in tests


def admit() -> None:
    """End the run with a sentence where there are too many; whoever is in stays in."""
    if st.session_state.get(ADMITTED):
        return
    most = settings.SESSIONS.value
    if count() > most:
        st.title("Inside a CNN", anchor=False)
        st.warning(
            f"This server takes {most:,} visitors at once, and they are here: reload this page "
            "in some minutes."
        )
        st.stop()
    st.session_state[ADMITTED] = True


def may_begin(begun: int) -> None:
    """Raise ValueError with a sentence where a visitor has begun as many trainings as may be."""
    most = settings.SESSION_RUNS.value
    if begun >= most:
        raise ValueError(
            f"A visitor may begin {most:,} trainings here, and you have: look at those, or come "
            "back in a new tab."
        )
