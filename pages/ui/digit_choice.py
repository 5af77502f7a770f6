"""The choice of the digit, which several pages share: by number and kind, by link, or drawn.

The keys are bound to the URL: they are the names of its parameters, so that any view is a link.
"""

import math
from dataclasses import dataclass

import numpy as np
import streamlit as st

from mnist_core.data.preprocessing import WHITE
from pages.ui import controls, resources

SPLIT, DIGIT, KIND = "split", "digit", "kind"
ENDLESS = "endless_digit"
DRAWN = "drawn_digit"
KEPT = "kept_drawings"  # key: the drawings that the person keeps, with their labels
INSTEAD = "drawing_instead"
ANY = "any digit"
KINDS = (ANY, *map(str, range(10)))


@dataclass(frozen=True, eq=False)
class ChosenDigit:
    """The digit in view: `split` and `index` name it, `image` is uint8 (28, 28), 255 = ink."""

    split: str
    index: int
    image: np.ndarray
    label: int


def choose_digit() -> ChosenDigit:
    """One row to choose a digit: split, kind, index, and steps through those of that kind."""
    asked = {key: st.query_params.get(key) for key in (SPLIT, DIGIT)}
    asked[DIGIT] = st.session_state.pop(ENDLESS, asked[DIGIT])
    notice = st.empty()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        options = resources.splits()
        if st.session_state.get(SPLIT, options[0]) not in options:  # a set that was removed
            del st.session_state[SPLIT]
        split = st.selectbox(
            "From", options, key=SPLIT, bind="query-params", on_change=_settle, width=150
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
    _name(split, int(digits.labels[index]))
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
    labels = resources.split(st.session_state.get(SPLIT, resources.splits()[0])).labels
    kind = st.session_state.get(KIND, ANY)
    indices = np.arange(len(labels)) if kind == ANY else np.flatnonzero(labels == int(kind))
    return indices if len(indices) else np.arange(len(labels))


def _explain(notice, asked: dict[str, str | None], split: str, index: int) -> None:
    """Say in one sentence what of the link could not be followed."""
    wanted_split, wanted_index = asked[SPLIT], asked[DIGIT]
    if wanted_split is not None and wanted_split not in resources.splits():
        notice.warning(
            f"There is no split called “{controls.plain(wanted_split)}”; showing {split}."
        )
    elif wanted_index is not None and not _exists(wanted_index, split):
        notice.warning(
            f"There is no digit “{controls.plain(wanted_index)}” in {split}, where the last one is "
            f"{len(resources.split(split)) - 1:,}; showing digit {index}."
        )


def _name(split: str, label: int) -> None:
    """Say what a label stands for, where the images are no digits."""
    found = resources.brought_set(split)
    if found is not None and found.named:
        st.caption(
            f"An image of {controls.plain(found.title)}, where {label} stands for "
            f"**{controls.plain(found.names[label])}**."
        )


def _exists(index: str, split: str) -> bool:
    if not index.isdecimal() or len(index) > 9:  # Python itself refuses to read endless ones
        return False
    return int(index) < len(resources.split(split))


def _settle() -> None:
    """After another split or kind: the digit in view, or else the next one that fits.

    There is none in view where the run that showed the first of these was cut short by another.
    """
    indices = digits_of_kind()
    place = np.searchsorted(indices, st.session_state.get(DIGIT, 0))
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
