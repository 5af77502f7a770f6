"""Data for a component that is on the page already: a message with no script around it.

Streamlit sends a component's whole script whenever its data change. What changes with every stroke
therefore goes through a component of a few lines, and lies in a box of the page's window, where the
one that shows it listens.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from mnist_core.network.forward import Network
from mnist_core.web.script import script
from pages.ui import resources

LACKING = "lacking"
DELIVERED = "delivered_networks"  # key: the tokens of those that this session's page was sent
SCRIPT = script(Path(__file__).with_name("entry.js"))
component = st.components.v2.component("inside_a_cnn.mailbox", js=SCRIPT)


def post(box: str, data: dict[str, Any]) -> None:
    """Put data into the box with this name."""
    component(key=f"post_{box}", data={"box": box, **data}, height=1)


def deliver(id: str) -> None:
    """Send the network with this id to the page, once in a session.

    Its place in the page stays, so that nothing moves when it is not sent again. What got lost on
    its way the page asks for, see `deliver_again`.
    """
    token, packed = resources.packed_network(id)
    place = st.empty()
    if token in st.session_state.setdefault(DELIVERED, set()):
        return
    st.session_state[DELIVERED].add(token)
    with place:
        component(key=f"deliver_{token}", data=token.encode("ascii") + packed, height=1)


def deliver_again(token: str) -> None:
    """Callback: the page lacks the network with this token."""
    st.session_state.get(DELIVERED, set()).discard(token)
