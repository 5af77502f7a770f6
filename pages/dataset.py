"""Dataset: the digits, how many of each, how they are prepared and how they were made."""

import streamlit as st

from pages.ui import digit_choice, frame
from pages.ui.dataset import browsing, measuring, preparing_digits

frame.guard(__file__)


@st.fragment(key=browsing.CHOICE)
def look() -> None:
    """The choice of a digit, and the digits from every side."""
    digit = digit_choice.choose_digit()
    frame.parts(
        "view",
        {
            "Browse": lambda: browsing.browse(digit),
            "Counts": lambda: measuring.counts(digit.split),
            "Averages": lambda: measuring.averages(digit.split),
            "Preparation": lambda: preparing_digits.prepared(digit),
            "How they were made": lambda: measuring.made(digit.split),
            "Source": frame.show_provenance,
        },
    )


frame.page_header(
    "Dataset",
    "What a network gets to see: pictures of 28 × 28 pixels, each with the number it is meant to "
    "show. Choose one, then look at it from every side.",
)
look()
