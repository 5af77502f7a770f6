"""What was measured on the digits of a split: their counts, their means, how they were made."""

from collections.abc import Callable
from functools import partial

import numpy as np
import streamlit as st

from mnist_core.data.measurements import MIDDLE
from mnist_core.figures import digit_charts as figures
from mnist_core.figures.palette import Palette
from mnist_core.figures.sprite import compose, png_address
from pages.ui import controls, guess, resources
from pages.ui.dataset.browsing import counted, digits_named
from pages.ui.resources.made import Made

GUESS = "guess"  # key
GUESSES = ("exactly as often", "up to 1.1 times", "1.1 to 1.5 times", "more than 1.5 times")
LIMITS = (1.0, 1.1, 1.5, float("inf"))


def counts(split: str) -> None:
    """How often each digit occurs, after a guess."""
    measured = resources.measurements(split)
    guessed = guess.choose(
        GUESS,
        "How often does the most frequent digit occur, compared with the rarest?",
        GUESSES,
    )
    if guessed is not None:
        limit = next(place for place, limit in enumerate(LIMITS) if measured.imbalance <= limit)
        guess.came_out(
            GUESS,
            f"The most frequent digit occurs **{measured.imbalance:.2f} times as often** as the "
            f"rarest among these {counted(split)}. Always answering **{measured.majority_digit}** "
            f"would be right for {controls.percent(measured.majority_share)} of them.",
            guessed == GUESSES[limit],
        )
        controls.show(
            _once("counts", split, partial(figures.class_counts, measured.counts)),
            alt=f"Bars: how many of each digit from 0 to 9, {measured.counts.min():,} to "
            f"{measured.counts.max():,}; a dotted line marks an equal share.",
            key="counts",
        )


def averages(split: str) -> None:
    """The mean of each digit, and where they differ."""
    measured = resources.measurements(split)
    st.markdown(
        f"The mean of all {digits_named(split)} of a kind, and below it where they differ: their "
        "variance, pixel by pixel. Full ink is a mean of 1, and a variance of 0.25, the most there "
        "is."
    )
    for title, images in (
        ("mean", measured.mean_images),
        ("variance", measured.variance_images / 0.25),
    ):
        controls.show_sprite(
            _once(title, split, partial(_ten, images)),
            alt=f"The {title} image of each digit from 0 to 9.",
        )


def made(split: str) -> None:
    """How MNIST made its digits, as it can be measured on them."""
    measured = resources.measurements(split)
    st.markdown(
        "A scanned digit was shrunk until its larger side was 20 pixels, then laid into the "
        "28 × 28 field so that its **centre of mass** came to the middle. Measured on these "
        f"{counted(split)}: the larger side is 20 pixels for "
        f"{controls.percent(measured.share_of_larger_side_20)}, and the centre of mass lies "
        f"within half a pixel of 14 for {controls.percent(measured.share_of_mass_in_range)}."
    )
    controls.show(
        _once("sides", split, partial(figures.larger_sides, measured.larger_sides)),
        alt="Bars: the larger side of the ink, in pixels.",
        key="sides",
    )
    st.markdown(
        "The box around the ink is another matter: its middle is more than one pixel off for "
        f"{controls.percent(measured.share_of_boxes_off_centre)}. So centring a drawing by its "
        "box is not what MNIST did."
    )
    controls.show(
        _once(
            "centres",
            split,
            partial(figures.centres, measured.centres_of_mass, measured.box_offsets + MIDDLE),
        ),
        alt="Two maps of where digits lie: centres of mass at one spot, boxes spread out.",
        key="centres",
    )


def _ten(images: np.ndarray, palette: Palette) -> str:
    """A picture of each digit, as an address."""
    return png_address(compose(images, palette, columns=10, zoom=3, gap=6, labels=[*"0123456789"]))


def _once(what: str, split: str, make: Callable[[Palette], Made]) -> Made:
    """What is made of a split in the colours of now, once for all sessions."""
    palette = controls.palette()
    return resources.made((what, split, palette.name), lambda: make(palette))
