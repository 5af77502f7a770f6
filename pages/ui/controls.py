"""Controls that several pages share, each with its key decided here, and how figures are shown.

The keys are bound to the URL: they are the names of its parameters, so that any view is a link.
"""

import math
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import streamlit as st

from mnist_core.data.preprocessing import WHITE
from mnist_core.figures.number_format import percent as percent  # for the pages
from mnist_core.figures.palette import PALETTES, Figure, Palette
from mnist_core.figures.sprite import png_address
from pages.ui import resources

NETWORK, SPLIT, DIGIT, KIND = "network", "split", "digit", "kind"
ENDLESS = "endless_digit"
RUNS = "runs"
DRAWN = "drawn_digit"
INSTEAD = "drawing_instead"
ASSUMED = "assumed_network"  # what stands in the select box while nobody has chosen
ANY = "any digit"
KINDS = (ANY, *map(str, range(10)))
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


@dataclass(frozen=True, eq=False)
class ChosenDigit:
    """The digit in view: `split` and `index` name it, `image` is uint8 (28, 28), 255 = ink."""

    split: str
    index: int
    image: np.ndarray
    label: int


def choose_network(first: str = resources.DEFAULT_NETWORK) -> str:
    """The select box for the network, in the sidebar of every page; returns the id.

    It offers the shipped networks, the runs of this session, and a run that a link names. As long
    as neither the person nor a link has chosen, it stands at `first`, which the page decides.
    """
    asked = st.query_params.get(NETWORK)
    assumed = st.session_state.setdefault(ASSUMED, first if asked is None else None)
    if assumed is not None:
        nobody_chose = st.session_state.get(NETWORK, assumed) == assumed
        st.session_state[ASSUMED] = first if nobody_chose else None
        if nobody_chose:
            st.session_state[NETWORK] = first
    refusal = None if asked is None else _refusal(asked)
    runs = [id for id in st.session_state.get(RUNS, ()) if _refusal(id) is None]
    id = st.sidebar.selectbox(
        "Network", (*resources.SHIPPED_NETWORKS, *runs), key=NETWORK, bind="query-params"
    )
    if refusal is not None:
        st.warning(f"{plain(refusal)}; showing {plain(id)}.")
    architecture = resources.network(id).architecture
    st.sidebar.caption(f"{architecture.title} · {architecture.parameters:,} parameters")
    return id


def offer_run(run_id: str) -> None:
    """Add the network of a run that has ended to what this session can choose."""
    id = resources.RUN_PREFIX + run_id
    if id not in st.session_state.setdefault(RUNS, []):
        st.session_state[RUNS].append(id)


def offered_networks() -> tuple[str, ...]:
    """The ids a person can choose from: the shipped networks and the runs of this session."""
    runs = [id for id in st.session_state.get(RUNS, ()) if _refusal(id) is None]
    return (*resources.SHIPPED_NETWORKS, *runs)


def _refusal(id: str) -> str | None:
    """Why there is no network with this id; a run's network is offered from now on."""
    try:
        resources.network(id)
    except ValueError as error:
        return str(error).rstrip(".")
    if id.startswith(resources.RUN_PREFIX):
        offer_run(id.removeprefix(resources.RUN_PREFIX))
    return None


def chosen_network() -> str:
    """The id of the network that the person has chosen."""
    return st.session_state[NETWORK]


def choose_digit() -> ChosenDigit:
    """One row to choose a digit: split, kind, index, and steps through those of that kind."""
    asked = {key: st.query_params.get(key) for key in (SPLIT, DIGIT)}
    asked[DIGIT] = st.session_state.pop(ENDLESS, asked[DIGIT])
    notice = st.empty()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        split = st.selectbox(
            "From", resources.SPLITS, key=SPLIT, bind="query-params", on_change=_settle, width=150
        )
        digits = resources.split(split)
        st.selectbox("Only", KINDS, key=KIND, persist_state="session", on_change=_settle, width=130)
        index = st.number_input(
            "Number",
            0,
            len(digits) - 1,
            key=DIGIT,
            bind="query-params",
            on_change=_release,
            width=150,
        )
        st.button(
            "",
            icon=":material/chevron_left:",
            key="previous",
            help="Previous digit",
            on_click=_step,
            args=(-1,),
        )
        st.button(
            "",
            icon=":material/chevron_right:",
            key="next",
            help="Next digit",
            on_click=_step,
            args=(1,),
        )
        st.button("", icon=":material/shuffle:", key="random", help="Any digit", on_click=_jump)
    _explain(notice, asked, split, index)
    return ChosenDigit(split, index, digits.images[index], int(digits.labels[index]))


def without_endless_digit(query: dict[str, str]) -> dict[str, str]:
    """The parameters of a link without a digit beyond all numbers, remembered for the sentence.

    Streamlit's number input fails where its parameter is infinite.
    """
    try:
        endless = math.isinf(float(query.get(DIGIT, 0)))
    except ValueError:
        endless = False
    if not endless:
        return query
    st.session_state[ENDLESS] = query[DIGIT]
    return {name: value for name, value in query.items() if name != DIGIT}


def keep_drawing(digit: np.ndarray | None) -> None:
    """Remember what was drawn last, float (28, 28) in [0, 1], for the pages that can read it."""
    st.session_state[DRAWN] = digit


def drawing_instead(digit: ChosenDigit) -> tuple[np.ndarray, int | None]:
    """The chosen digit and its label, or the person's drawing, which has none, if they prefer."""
    drawn = st.session_state.get(DRAWN)
    if drawn is not None and st.toggle("Read my drawing instead", key=INSTEAD):
        return drawn, None
    return digit.image, digit.label


def open_digit(split: str, index: int, page: str) -> None:
    """Callback for a button: choose a digit and go to the page with this stem."""
    st.session_state[KIND] = ANY
    st.session_state[SPLIT] = split
    st.session_state[DIGIT] = index
    st.switch_page(f"pages/{page}.py", query_params={})  # without, bound names are in the way


def open_drawing(digit: np.ndarray, page: str) -> None:
    """Callback for a button: read this drawing, uint8 (28, 28), on the page with this stem."""
    keep_drawing(digit / np.float32(WHITE))
    st.session_state[INSTEAD] = True
    st.switch_page(f"pages/{page}.py", query_params={})


def digits_of_kind() -> np.ndarray:
    """The indices of the chosen split that the steps go through: int array, never empty."""
    labels = resources.split(st.session_state[SPLIT]).labels
    kind = st.session_state[KIND]
    indices = np.arange(len(labels)) if kind == ANY else np.flatnonzero(labels == int(kind))
    return indices if len(indices) else np.arange(len(labels))


def palette() -> Palette:
    """The colours of the appearance the person sees."""
    return PALETTES.get(st.context.theme.type or "light", PALETTES["light"])


def show(figure: Figure, alt: str, key: str) -> None:
    """Show a figure across the width; `alt` says in words what it shows."""
    config = {"displaylogo": False, "modeBarButtonsToRemove": list(HIDDEN_BUTTONS)}
    st.plotly_chart(figure, width="stretch", theme=None, key=key, config=config, alt=alt)


def show_sprite(
    picture: np.ndarray, alt: str, width: int | Literal["stretch", "content"] = "stretch"
) -> None:
    """Show a composed picture (uint8 array of shape (height, width, 3)); `alt` describes it.

    The picture travels inside the page. As a file it would be gone from the server by the time a
    slow browser asks for it, where the next rerun has already replaced it.
    """
    st.image(png_address(picture), width=width, alt=alt)


def plain(text: str) -> str:
    """Text from outside, shortened and escaped, so that Markdown shows it as it is."""
    short = text if len(text) <= 200 else text[:199] + "…"
    return re.sub(r"([\\`*_{}\[\]()<>#+\-!|$:~])", r"\\\1", short)


def _explain(notice, asked: dict[str, str | None], split: str, index: int) -> None:
    """Say in one sentence what of the link could not be followed."""
    wanted_split, wanted_index = asked[SPLIT], asked[DIGIT]
    if wanted_split is not None and wanted_split not in resources.SPLITS:
        notice.warning(f"There is no split called “{plain(wanted_split)}”; showing {split}.")
    elif wanted_index is not None and not _exists(wanted_index, split):
        notice.warning(
            f"There is no digit “{plain(wanted_index)}” in {split}, where the last one is "
            f"{len(resources.split(split)) - 1:,}; showing digit {index}."
        )


def _exists(index: str, split: str) -> bool:
    if not index.isdecimal() or len(index) > 9:  # Python itself refuses to read endless ones
        return False
    return int(index) < len(resources.split(split))


def _settle() -> None:
    """After another split or kind: the digit in view, or else the next one that fits."""
    indices = digits_of_kind()
    place = np.searchsorted(indices, st.session_state[DIGIT])
    st.session_state[DIGIT] = int(indices[min(place, len(indices) - 1)])


def _release() -> None:
    """After a number was typed that is not of the chosen kind: any kind will do."""
    if st.session_state[DIGIT] not in digits_of_kind():
        st.session_state[KIND] = ANY


def _step(offset: int) -> None:
    indices = digits_of_kind()
    current = st.session_state[DIGIT]
    place = np.searchsorted(indices, current, side="left" if offset < 0 else "right")
    place = place - 1 if offset < 0 else place
    st.session_state[DIGIT] = int(indices[place % len(indices)])


def _jump() -> None:
    st.session_state[DIGIT] = int(np.random.default_rng().choice(digits_of_kind()))
