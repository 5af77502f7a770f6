"""What pages show of what does not change, a chart or a table: made once for all sessions."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import streamlit as st

Made = TypeVar("Made")


def made(what: tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
    """What `make` returns, made once.

    Parameters
    ----------
    what : names it: everything that it depends on, the palette's name for what has colours
    make : makes it, of nothing that is not named; nobody changes it afterwards
    """
    return _made(what, make)


@st.cache_resource(max_entries=256, show_spinner=False)
def _made(what: tuple[Hashable, ...], _make: Callable[[], Any]) -> Any:
    return _make()
