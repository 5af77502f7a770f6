"""Robustness: how far a digit may be moved, turned or smudged before a network misreads it."""

import numpy as np
import streamlit as st

from mnist_core.data.preprocessing import as_ink
from pages.ui import digit_choice, frame
from pages.ui.robustness import accuracy_curves, invariance, one_digit

frame.guard(__file__)


def chosen_digit() -> tuple[np.ndarray, int | None]:
    """The digit in view, float32 in [0, 1], and its label; None for the person's own drawing."""
    image, label = digit_choice.drawing_instead(digit_choice.choose_digit())
    return as_ink(image), label


def change_by_hand() -> None:
    """A digit to be moved and changed."""
    one_digit.change_by_hand(*chosen_digit())


def follow_places() -> None:
    """Whether the place matters, after a guess, and why."""
    if invariance.decide():
        st.header("Why: the maps move along, the answer does not", anchor=False)
        st.markdown(invariance.WHY)
        invariance.explain(chosen_digit()[0])


frame.page_header(
    "Robustness",
    "Drag a digit about, turn it, smudge it. You will still read it; watch where each network "
    "changes its mind.",
)
frame.parts(
    "robustness",
    {
        "One digit": change_by_hand,
        "Does the place matter?": follow_places,
        "All digits": accuracy_curves.curves,
    },
)
