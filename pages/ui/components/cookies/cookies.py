"""Asks the browser whether it keeps the cookie without which the server takes no file.

Streamlit's protection against forged requests compares a cookie with what comes with the file. A
browser keeps no such cookie for a page inside another site's page, and Streamlit says nothing.
"""

from pathlib import Path

import streamlit as st

from mnist_core.web.script import script

NAME = "_streamlit_xsrf"  # as in streamlit.web.server.server_util
KEY = "cookies"
SCRIPT = script(Path(__file__).with_suffix(".js"))
component = st.components.v2.component("cookies", js=SCRIPT)


def refused() -> bool:
    """Whether the browser refuses it, as far as is known by now; takes no room on the page."""
    known = bool(st.session_state.get(KEY, {}).get("refused"))
    if not st.get_option("server.enableXsrfProtection"):
        return False
    component(
        key=KEY,
        data={"name": NAME, "asks": not known},
        height=1,
        on_refused_change=lambda: None,
    )
    return known
