"""The sentence that says, on every page, that the home cannot be used and what stands in for it."""

import streamlit as st

from mnist_core.stand_in import stand_in
from pages.ui import controls


def show() -> None:
    """Say it where it is so; before any page asks for the home."""
    try:
        why = stand_in()
    except ValueError as error:
        st.error(controls.plain(str(error)))
        st.stop()
    if why is not None:
        st.warning(
            f"{controls.plain(why)} Until the server is started again, what is trained and brought "
            "here is kept in a temporary folder; then it is gone.",
            icon=":material/folder_off:",
        )
