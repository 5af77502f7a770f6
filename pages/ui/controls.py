"""The choice of the network, which every page shares, and how figures are shown.

The key is bound to the URL: it is the name of its parameter, so that any view is a link.
"""

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np
import streamlit as st

from mnist_core.figures.number_format import percent as percent  # for the pages
from mnist_core.figures.palette import PALETTES, Figure, Palette
from mnist_core.figures.sprite import png_address
from pages.ui import resources

NETWORK = "network"
RUNS = "runs"
ASSUMED = "assumed_network"  # what stands in the select box while nobody has chosen
UNKNOWN = object()
HIDDEN_BUTTONS = (
    "zoom2d",
    "pan2d",
    "select2d",
    "lasso2d",
    "zoomIn2d",
    "zoomOut2d",
    "autoScale2d",
    "resetScale2d",
)


def choose_network(first: str = resources.DEFAULT_NETWORK) -> str:
    """The select box for the network, in the sidebar of every page; returns the id.

    It offers the shipped networks, the runs and opened files of this session, and one that a link
    names. As long
    as neither the person nor a link has chosen, it stands at `first`, which the page decides.
    """
    asked = st.query_params.get(NETWORK)
    assumed = st.session_state.setdefault(ASSUMED, first if asked is None else None)
    if assumed is not None:
        nobody_chose = st.session_state.get(NETWORK, assumed) == assumed
        st.session_state[ASSUMED] = first if nobody_chose else None
        if nobody_chose:
            stand_at(NETWORK, first)
    refusal = None if asked is None else _refusal(asked)
    runs = [id for id in st.session_state.get(RUNS, ()) if _refusal(id) is None]
    id = st.sidebar.selectbox(
        "Network", (*resources.SHIPPED_NETWORKS, *runs), key=NETWORK, bind="query-params"
    )
    if refusal is not None:
        st.warning(f"{plain(refusal)}; showing {plain(id)}.")
    try:
        architecture = resources.network(id).architecture
    except ValueError as error:  # a shipped file that was damaged: the others can be chosen
        st.error(plain(str(error)))
        st.stop()
    st.sidebar.caption(f"{architecture.title} · {architecture.parameters:,} parameters")
    return id


def offer_run(run_id: str) -> None:
    """Add the network of a run that has ended to what this session can choose."""
    _offer(resources.RUN_PREFIX + run_id)


def choose(id: str) -> None:
    """In a callback: offer a network, and choose it."""
    _offer(id)
    st.session_state[NETWORK] = id


def _offer(id: str) -> None:
    if id not in st.session_state.setdefault(RUNS, []):
        st.session_state[RUNS].append(id)


def offered_networks() -> tuple[str, ...]:
    """The ids a person can choose from: the shipped networks and the runs of this session."""
    runs = [id for id in st.session_state.get(RUNS, ()) if _refusal(id) is None]
    return (*resources.SHIPPED_NETWORKS, *runs)


def offer_networks(ids: Sequence[str]) -> list[str]:
    """Those of the networks that a link names that exist, and can be chosen from now on."""
    return [id for id in dict.fromkeys(ids) if _refusal(id) is None]


def _refusal(id: str) -> str | None:
    """Why there is no network with this id; one that does not ship is offered from now on."""
    try:
        resources.network(id)
    except ValueError as error:
        return str(error).rstrip(".")
    if id not in resources.SHIPPED_NETWORKS:
        _offer(id)
    return None


def chosen_network() -> str:
    """The id of the network that the person has chosen."""
    return st.session_state[NETWORK]


def stand_at(key: str, value: object) -> None:
    """Have the widget with this key, drawn next, stand at a value; where it does, say nothing.

    What a browser is told of a widget undoes what somebody has just chosen there. On a busy server
    that was not heard yet; and if a part that polls asked next, it never was.

    The widget needs a `persist_state` (or `bind`): with it Streamlit tells the value again until
    the browser speaks of the widget. What it was told once can be lost, where the run ends before
    or the next one's message comes on its heels; then a browser says of a widget it has never seen
    in that place what it stands at by itself, and that was taken for somebody's choice.
    """
    if st.session_state.get(key, UNKNOWN) != value:
        st.session_state[key] = value


def palette() -> Palette:
    """The colours of the appearance the person sees."""
    return PALETTES.get(st.context.theme.type or "light", PALETTES["light"])


def show(figure: Figure, alt: str, key: str) -> None:
    """Show a figure across the width; `alt` says in words what it shows."""
    config = {"displaylogo": False, "modeBarButtonsToRemove": list(HIDDEN_BUTTONS)}
    st.plotly_chart(figure, width="stretch", theme=None, key=key, config=config, alt=alt)


def show_sprite(
    picture: np.ndarray | str, alt: str, width: int | Literal["stretch", "content"] = "stretch"
) -> None:
    """Show a composed picture (uint8 array of shape (height, width, 3), or the address that
    `png_address` has made of it); `alt` describes it.

    The picture travels inside the page. As a file it would be gone from the server by the time a
    slow browser asks for it, where the next rerun has already replaced it.
    """
    address = picture if isinstance(picture, str) else png_address(picture)
    st.image(address, width=width, alt=alt)


def plain(text: str) -> str:
    """Text from outside, shortened and escaped, so that Markdown shows it as it is."""
    short = text if len(text) <= 200 else text[:199] + "…"
    return re.sub(r"([\\`*_{}\[\]()<>#+\-!|$:~])", r"\\\1", short)
