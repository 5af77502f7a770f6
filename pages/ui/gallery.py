"""A set of digits: many at a glance, one of them large, and the way into the layer explorer."""

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from mnist_core.evaluation.metrics import Evaluation
from mnist_core.figures.digit_charts import pixels
from mnist_core.figures.probability_bars import probability_bars
from pages.ui import controls, frame
from pages.ui.components.tiles.tiles import tiles
from pages.ui.evaluated_digits import EvaluatedDigits

AT_ONCE = 40  # digits in view
SIDE = 320  # pixels of the large one


@st.fragment
def gallery(
    evaluated: EvaluatedDigits,
    found: Evaluation,
    indices: Sequence[int] | np.ndarray,
    key: str,
    words: str,
    labels: Mapping[int, str] | None = None,
) -> None:
    """Show digits as tiles; the one that is pressed is shown large, and can be opened.

    A fragment: which digit is shown large changes nothing else.

    Parameters
    ----------
    evaluated : the digits
    found : how the network whose probabilities are shown read them
    indices : which digits, in order
    key : tells this gallery from others
    words : what they are, for the line above
    labels : a short text for each index; without it what it is and what it was read as
    """
    if not len(indices):
        st.markdown(f"None of the {len(found):,} digits.")
        return
    st.markdown(f"**{len(indices):,}** digit{'s' if len(indices) > 1 else ''}: {words}")
    page = 0
    if len(indices) > AT_ONCE:
        page = st.pagination(-(-len(indices) // AT_ONCE), key=f"{key}_page") - 1
    shown = [int(index) for index in indices[page * AT_ONCE : (page + 1) * AT_ONCE]]
    read = {i: f"{found.labels[i]} as {found.predicted[i]}" for i in shown}
    short = read if labels is None else {i: labels[i] for i in shown}
    classes = evaluated.classes
    names = {
        i: f"digit {i}: {classes[found.labels[i]]} as {classes[found.predicted[i]]}" for i in shown
    }
    select = f"{key}_open_{page}"

    def open_tile(place: int) -> None:
        st.session_state[select] = shown[place]

    many, one = st.columns([3, 2], gap="medium")
    with one:
        index = st.selectbox("Open", shown, key=select, format_func=names.__getitem__)
        enlarge(index, evaluated, found, key)
    with many:
        tiles(
            evaluated.digits.images[shown],
            list(short.values()),
            list(names.values()),
            f"{key}_tiles_{page}",
            open_tile,
            shown.index(index),
        )


def enlarge(index: int, evaluated: EvaluatedDigits, found: Evaluation, key: str) -> None:
    """One digit large, with its ten probabilities and the way into the layer explorer."""
    label, colours = int(found.labels[index]), controls.palette()
    controls.show(
        pixels(evaluated.digits.images[index], colours, height=SIDE),
        alt=f"Digit {index}, large.",
        key=f"{key}_pixels",
    )
    controls.show(
        probability_bars(found.probabilities[index], colours, label, evaluated.classes),
        alt=f"Ten probabilities of digit {index}, which is labelled {label}.",
        key=f"{key}_probabilities",
    )
    if "architecture" in frame.built_pages():
        open_digit, arguments = evaluated.open(index)
        st.button(
            "Follow it through the network",
            icon=":material/layers:",
            key=f"{key}_follow",
            on_click=open_digit,
            args=arguments,
        )
