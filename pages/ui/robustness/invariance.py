"""Is a CNN translation invariant? A guess, then the measurement, then why."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.data.geometry import shift
from mnist_core.evaluation.robustness import READABLE, SHIFT, Curve, WholeDigits, examples
from mnist_core.explain.equivariance import Following
from mnist_core.figures.number_format import percent
from mnist_core.figures.sprite import compose
from mnist_core.network.layers import Dense, GlobalAveragePooling2D, Layer
from pages.ui import controls, guess, resources
from pages.ui.robustness import accuracy_curves
from pages.ui.robustness.one_digit import networks

GUESS = "guessed_share"
SHARES = (0.97, 0.85, 0.7, 0.5, 0.3)
WHY = (
    "A convolution is **equivariant**: it does the same everywhere, so when the digit moves by a "
    "pixel, its maps move by a pixel and are otherwise the same. The answer would have to be "
    "**invariant**, the same wherever the digit is; but pooling keeps one value for every 2 × 2 "
    "cells, wherever a digit falls on them, the zeros of same padding stay at the rim, and a Dense "
    "layer has a weight of its own for every place, so that a map that has moved meets other "
    "weights."
)
EXACT = 1e-4  # what float32 leaves of nothing
SHIFTS = (1, 2, 4)  # pixels by which the layers are tested
GUESSED = resources.DEFAULT_NETWORK  # the network that the question is about


def decide() -> bool:
    """Ask for a guess, then show what a shift does to the answers; whether that was shown."""
    guessed = ask()
    if guessed is None:
        return False
    whole = {id: resources.whole_digits(id) for id in networks()}
    found = whole[GUESSED]
    nearest = closest(found.right[found.telling] / found.digits[found.telling])
    guess.came_out(GUESS, verdict(whole), guessed == nearest)
    known = accuracy_curves.draw(SHIFT)
    st.table(pd.DataFrame(rows(whole, known)).T.fillna("").rename_axis("network"))
    st.caption(
        "“Whole”: only digits that lose no ink, each moved by the pixels named above. “Below 90 %” "
        "and “halved”: the first shift at which the accuracy on all digits, those cut off by the "
        "frame among them, is that low."
    )
    return True


def ask() -> str | None:
    """The question with its figures, and the answer: a share, "" where none is wanted."""
    whole = resources.whole_digits(GUESSED)
    at = whole.telling
    resting = whole.at_rest[at] / whole.digits[at]
    few = examples(resources.sample(), whole.levels[at])
    pictures = np.concatenate([few, shift(few, whole.levels[at], 0)])
    if len(few):  # where all digits reach the frame, none can be moved
        controls.show_sprite(
            compose(pictures, controls.palette(), columns=len(few), gap=6),
            width="content",
            alt=f"Digits, and the same moved to the right by {whole.levels[at]} pixels.",
        )
    return guess.choose(
        GUESS,
        f"“Translation Invariance: Recognizes patterns regardless of position”, says document 002 "
        f"of CNNs. {networks()[GUESSED]} reads {percent(resting)} of {whole.digits[at]:,} digits. "
        f"Now each is moved by {whole.levels[at]} pixels, and still wholly in the frame. How many "
        f"does it read?",
        map(_in_words, SHARES),
    )


def closest(share: float) -> str:
    """The answer on offer that is nearest to a share."""
    return _in_words(min(SHARES, key=lambda other: abs(other - share)))


def _in_words(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def verdict(whole: Mapping[str, WholeDigits]) -> str:
    """What was measured, and what it says about the claim."""
    found = whole[GUESSED]
    at = found.telling
    share = found.right[at] / found.digits[at]
    said = f"It reads **{percent(share)}**. "
    shares = {id: it.right[it.telling] / it.digits[it.telling] for id, it in whole.items()}
    best = max(shares, key=lambda id: shares[id])
    invariant = [controls.plain(networks()[id]) for id, found in whole.items() if found.invariant]
    if not invariant:
        return said + (
            f"**None of the {len(whole)} networks is translation invariant**: moved so far, each "
            f"reads fewer of the same digits, by more than chance explains. "
            f"{controls.plain(networks()[best])} comes closest, with {percent(shares[best])}."
        )
    return said + (
        f"**Translation invariant, as far as {found.digits[at]:,} digits can tell: "
        f"{' and '.join(invariant)}.** The others read fewer of the same digits when they are "
        f"moved."
    )


def rows(whole: Mapping[str, WholeDigits], curves: Mapping[str, Curve]) -> dict[str, dict]:
    """A line a network: the whole digits at rest and moved, and where the accuracy gives way."""
    table = {}
    for id, found in whole.items():
        at, name = found.telling, networks()[id]
        row = table[controls.plain(name)] = {
            "digits": f"{found.digits[at]:,}",
            "whole, at rest": percent(found.at_rest[at] / found.digits[at]),
            f"whole, moved {found.levels[at]} pixels": percent(found.right[at] / found.digits[at]),
        }
        if name in curves:
            lost = curves[name].first_below(READABLE)
            halved = curves[name].first_below(curves[name].untouched / 2)
            row |= {"below 90 %": _pixels(lost), "halved": _pixels(halved)}
    return table


def explain(digit: np.ndarray) -> None:
    """The two words, each in a sentence, and the layers of the chosen network put to the test.

    Parameters
    ----------
    digit : float32 array of shape (28, 28), in [0, 1], that is moved
    """
    controls.show_sprite(
        compose(
            np.concatenate([shift(digit[np.newaxis], pixels, 0) for pixels in (0, *SHIFTS)]),
            controls.palette(),
            columns=1 + len(SHIFTS),
            gap=6,
            labels=["at rest", *(f"{pixels} px" for pixels in SHIFTS)],
        ),
        alt="The digit, and moved to the right.",
        width="content",
    )
    id = controls.chosen_network()
    layers = resources.network(id).architecture.layers
    telling = [f"{layer.name} ({layer.kind})" if mixes(layer) else None for layer in layers]
    table = {
        f"moved {pixels} px": {
            name: _answer(layer)
            for name, layer in zip(
                telling, resources.followings(id, digit.tobytes(), pixels), strict=True
            )
            if name
        }
        for pixels in SHIFTS
    }
    st.markdown(
        f"Measured on this digit, moved to the right, in **{controls.plain(networks()[id])}**. "
        f"“Yes”: where the layer's maps overlap once they are moved along, they are the same. "
        f"Otherwise the change is given, as a share of what was there."
    )
    st.table(pd.DataFrame(table).rename_axis("does it move along?"))


def mixes(layer: Layer) -> bool:
    """Whether a layer brings several pixels together, so that their places may matter."""
    return layer.window is not None or isinstance(layer, Dense | GlobalAveragePooling2D)


def _answer(layer: Following) -> str:
    gap = layer.in_place if layer.moved is None else layer.moved
    return "yes" if gap < EXACT else f"no, {100 * gap:.3g} % off"


def _pixels(level: float | None) -> str:
    return "not measured so far" if level is None else f"at {level:g} px"
