"""Data for a component that is on the page already: a message with no script around it.

Streamlit sends a component's whole script along with its data, each time that anything around it is
run again. What goes to a page often therefore goes through a component of a few lines into a box on
the page's window, where the one that shows it listens; and what is large, a network or a long
script, goes into its box once.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from mnist_core.web.script import script

DELIVERED = "delivered"  # key: the boxes that this session's page has been filled
NAME = 16  # letters of the name of a box for bytes
FOLDER = Path(__file__).parent
mail = st.components.v2.component("inside_a_cnn.mail", js=script(FOLDER / "entry.js"))


def post(key: str, boxes: Mapping[str, Any]) -> None:
    """Put data into boxes, by their names: one message for all, as text that Streamlit passes on.

    In a dictionary it would look for data frames, and each message costs the server a millisecond.
    """
    mail(key=f"post_{key}", data=json.dumps(boxes).encode(), height=1)


def box_of(content: bytes) -> str:
    """The name of the box for bytes: it tells them from any others."""
    return hashlib.sha256(content).hexdigest()[:NAME]


def deliver(box: str, content: bytes) -> None:
    """Put bytes into a box, once in a session.

    Their place in the page stays, so that nothing moves when they are not sent again.
    """
    place = st.empty()
    if box in st.session_state.setdefault(DELIVERED, set()):
        return
    st.session_state[DELIVERED].add(box)
    with place:
        mail(key=f"deliver_{box}", data=box.encode("ascii") + content, height=1)


class Loader:
    """A component whose script goes to the page once, as bytes in a box, see `deliver`.

    Attributes
    ----------
    box, content : the script's
    """

    def __init__(self, name: str, text: str, css: str) -> None:
        self.content = text.encode()
        self.box = box_of(self.content)
        loader = script(FOLDER / "loader.js")
        self._component = st.components.v2.component(f"inside_a_cnn.{name}", js=loader, css=css)

    def show(self, key: str, data: Mapping[str, Any], needs: Collection[str]) -> None:
        """Show the component; what of the boxes it needs got lost on its way is sent again.

        Parameters
        ----------
        key : of the component
        data : what it gets
        needs : names of boxes, besides that of its script
        """

        def lacking() -> None:
            lost = st.session_state[key].lacking
            if isinstance(lost, str):  # a client can send anything
                st.session_state[DELIVERED].discard(lost)

        boxes = {"script": self.box, "needs": [self.box, *needs]}
        self._component(key=key, data={**boxes, **data}, on_lacking_change=lacking)
