"""Experiments on the spot: disturb the digit, change a filter, find what excites one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
import streamlit as st

from pages.ui.architecture import change_filter, disturb_digit, excite_filter

TOPIC = "experiment"  # key
TOPICS: Mapping[str, Callable[[str, np.ndarray], None]] = MappingProxyType(
    {
        "Disturb the digit": disturb_digit.show,
        "Change a filter": change_filter.show,
        "What excites a filter": excite_filter.show,
    }
)


@st.fragment
def show(id: str, image: np.ndarray, label: int | None) -> None:
    """One of three experiments, with the chosen network and digit.

    Parameters
    ----------
    id : the chosen network
    image : the digit it reads, array of shape (28, 28), uint8 or float in [0, 1]
    label : what the digit is labelled; None where nobody knows
    """
    names = tuple(TOPICS)
    topic = st.pills(
        "Experiment",
        names,
        default=names[0],
        required=True,
        key=TOPIC,
        bind="query-params",
        label_visibility="collapsed",
    )
    TOPICS[topic if topic in TOPICS else names[0]](id, image)
