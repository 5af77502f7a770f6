"""What cannot be done is said in one sentence, wherever somebody pressed a button."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import streamlit as st

from mnist_core.system_errors import in_words

REFUSED = "refused"


@contextmanager
def explained(written: str = "The runs' folder") -> Generator[None]:
    """Keep the reason why it cannot be, in place of a traceback; a disk may be full at any button.

    It is not shown here: Streamlit shows nothing that a button in a fragment says by itself.
    Where the disk refuses, the sentence begins with what was to be ``written``.
    """
    try:
        yield
    except ValueError as error:
        st.session_state[REFUSED] = str(error)
    except OSError as error:
        st.session_state[REFUSED] = in_words(written, error) + " and try again."


def show() -> None:
    """Say once what was refused since the last look."""
    sentence = st.session_state.pop(REFUSED, None)
    if sentence is not None:
        st.toast(sentence, icon=":material/error:")
