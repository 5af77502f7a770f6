"""Keep what you draw: the drawings of this session with their labels, as a small test set."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.data.digits import Digits
from mnist_core.data.drawing.kept_drawings import Kept, as_digits, to_npz
from mnist_core.evaluation.metrics import evaluate
from mnist_core.figures.number_format import percent
from mnist_core.figures.sprite import compose
from pages.ui import controls, frame, resources
from pages.ui.digit_choice import KEPT

LABEL = "kept_label"  # key
MOST = 500
COLUMNS = 10


def kept() -> Digits:
    """The drawings kept in this session, a test set like any other; perhaps none."""
    return as_digits(st.session_state.get(KEPT, ()))


def show(digit: np.ndarray, drawn: bool, then: Callable[[], None]) -> None:
    """Keep the drawing in view, and see how the networks read all that was kept.

    Parameters
    ----------
    digit : float array of shape (28, 28), in [0, 1], prepared by the whole protocol
    drawn : whether it comes from the person, and not from the data in use
    then : makes room for the next one, once it is kept
    """
    st.markdown(
        "Say what you drew and keep it, right or wrong: your drawings become a test set. Is your "
        "handwriting harder than MNIST's?"
    )
    drawings: list[Kept] = st.session_state.setdefault(KEPT, [])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = st.pills("This is meant to be a", range(10), key=LABEL, width="content")
        st.button(
            "Keep it",
            on_click=_keep,
            args=(digit, label, then),
            key="keep",
            type="primary",
            disabled=not drawn or label is None or len(drawings) >= MOST,
        )
    if not drawings:
        st.caption("Nothing kept yet. Draw ten digits, one of each, and come back to this line.")
        return
    digits = kept()
    st.table(_results(digits))
    controls.show_sprite(
        compose(
            digits.images,
            controls.palette(),
            columns=min(len(drawings), COLUMNS),
            zoom=2,
            labels=[str(label) for label in digits.labels],
        ),
        alt=f"The {len(drawings)} drawings kept, each with the label it was given.",
        width=min(len(drawings), COLUMNS) * 60 + 4,
    )
    with st.container(horizontal=True):
        st.download_button(
            "Download as .npz",
            lambda: to_npz(digits),
            "my_digits.npz",
            key="download_kept",
            on_click="ignore",
        )
        st.button("Forget the last one", on_click=_forget, args=(drawings,), key="forget")
    frame.link("evaluation", "judge any network on these drawings")
    st.caption(
        "x_test and y_test as in Keras' MNIST; read it with np.load. The drawings stay in this "
        "session only: what is not downloaded is gone when the page is closed."
    )


def _forget(drawings: list[Kept]) -> None:
    drawings.pop()


def _results(digits: Digits) -> pd.DataFrame:
    """One row for each shipped network: right on yours, and its recorded accuracy."""
    rows = {}
    for id in resources.sound_networks():
        found = evaluate(resources.network(id).predict(digits.images), digits.labels)
        low, high = found.accuracy_interval
        score = resources.training_record(id).score
        rows[resources.network(id).architecture.title] = {
            "yours": f"{found.right} of {len(found)}",
            "95 % interval": f"{percent(low)} to {percent(high)}",
            "MNIST": "unknown" if score is None else percent(score.accuracy),
        }
    return pd.DataFrame(rows).T.rename_axis("network")


def _keep(digit: np.ndarray, label: int, then: Callable[[], None]) -> None:
    st.session_state[KEPT].append(Kept(digit, label))
    st.session_state[LABEL] = None
    then()
