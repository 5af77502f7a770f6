"""Saliency with a lie detector: four maps of one digit, each beside its twin on random weights."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import streamlit as st

from mnist_core.explain.saliency import METHODS, Explanation
from mnist_core.explain.sanity import Similarity, layers_with_weights, similarities
from mnist_core.figures.saliency_maps import saliency_pair, similarity_lines
from mnist_core.network.forward import Network
from mnist_core.network.sequential import Architecture
from pages.ui import controls, guess, resources
from pages.ui.architecture.saliency_words import alike, reading, rounded, verdict

EXPLAINED, FORGOTTEN, REDRAWN = "explained", "forgotten", "random_weights"  # keys
ANSWER = "its answer"
DIGITS = tuple(map(str, range(10)))
FIRST_SEED = 2018  # no shipped network began its training with these random weights

Maps = Mapping[str, Explanation]


@st.fragment
def show(id: str, image: np.ndarray, label: int | None) -> None:
    """Explain one score of the chosen network by four maps; their twins come after a guess.

    Parameters
    ----------
    id : the chosen network
    image : the digit it reads, array of shape (28, 28), uint8 or float in [0, 1]
    label : what the digit is labelled; None where nobody knows
    """
    network = resources.network(id)
    st.markdown(
        "**Which pixels does the answer depend on?** Four ways to ask. Colour is relative to each "
        "map's own largest value; the green line is the digit's outline."
    )
    digit = _choose_score(network, image, label)
    trained = resources.explanations(id, image, digit)
    key = f"guess_saliency_{id}"
    guessed = guess.choose(
        key,
        "Give every layer random weights, as before training. Which map will still look much the "
        "same?",
        trained,
    )
    if guessed is None:
        _pairs(network, image, trained, None)
        return
    seed, layers = _choose_random_weights(id, network.architecture)
    random = resources.explanations(id, image, digit, seed, layers)
    found = similarities(trained, random)
    guess.came_out(key, *verdict(guessed, found))
    _pairs(network, image, trained, random, found)
    with st.expander("Let it forget layer by layer", on_change="rerun", key="cascade") as cascade:
        if cascade.open:
            _cascade(id, network.architecture, image, digit, trained, seed)


def _choose_score(network: Network, image: np.ndarray, label: int | None) -> int:
    """Let the person choose whose score is explained, and say what it is."""
    probabilities = network.predict(image[np.newaxis])[0]
    answer = int(probabilities.argmax())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Explain the score of",
            (ANSWER, *DIGITS),
            key=EXPLAINED,
            persist_state="session",
            format_func=lambda it: f"{ANSWER}, {answer}" if it == ANSWER else it,
            width=170,
        )
        digit = answer if chosen == ANSWER else int(chosen)
        labelled = "" if label is None else f" The digit is labelled {label}."
        st.markdown(
            f"{digit} gets a probability of {controls.percent(probabilities[digit])}.{labelled} "
            f"Explained is its score, the number before the softmax."
        )
    return digit


def _choose_random_weights(id: str, architecture: Architecture) -> tuple[int, int | None]:
    """Which layers forget, and which random weights they get; both are shown."""
    names = layers_with_weights(architecture)
    choices = {"all layers": None}
    choices |= {
        f"{name} only" if depth == 1 else f"{name} and all after it": depth
        for depth, name in enumerate(names[:-1], start=1)
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox("Random weights in", choices, key=f"{FORGOTTEN}_{id}", width=260)
        seed = FIRST_SEED + st.session_state.get(REDRAWN, 0)
        st.button("Other random weights", icon=":material/casino:", on_click=_redraw, key="redraw")
        st.caption(f"Seed {seed}")
    return seed, choices[chosen]


def _redraw() -> None:
    st.session_state[REDRAWN] = st.session_state.get(REDRAWN, 0) + 1


def _pairs(
    network: Network,
    image: np.ndarray,
    trained: Maps,
    random: Maps | None,
    found: Mapping[str, Similarity] | None = None,
) -> None:
    """All four methods, two in a row."""
    names = tuple(METHODS)
    for row in (names[:2], names[2:]):
        for name, side in zip(row, st.columns(2, gap="medium"), strict=True):
            with side:
                st.markdown(f"**{name}.** {reading(name, network, trained)}")
                if name in trained:
                    twin = None if random is None else random[name]
                    similarity = None if found is None else found[name]
                    _pair(name, image, trained[name], twin, similarity)


def _pair(
    name: str,
    image: np.ndarray,
    one: Explanation,
    twin: Explanation | None,
    found: Similarity | None,
) -> None:
    """One map beside its twin, and how alike they are."""
    words = "" if found is None else alike(found, one.signed)
    values = None if twin is None else twin.values
    figure = saliency_pair(image, one.values, values, one.signed, controls.palette())
    alt = f"{name}: the map of the trained network"
    alt += ", its twin still hidden." if twin is None else f" and its twin. {words}"
    controls.show(figure, alt=alt, key=f"saliency_{tuple(METHODS).index(name)}")
    if words:
        st.caption(words)


def _cascade(
    id: str, architecture: Architecture, image: np.ndarray, digit: int, trained: Maps, seed: int
) -> None:
    """How alike each map stays while one layer after another gets random weights."""
    names = layers_with_weights(architecture)
    steps = [
        similarities(trained, resources.explanations(id, image, digit, seed, depth))
        for depth in range(1, len(names) + 1)
    ]
    lines = {name: [step[name].sizes for step in steps] for name in trained}
    ends = ", ".join(f"{name} {rounded(values[-1])}" for name, values in lines.items())
    controls.show(
        similarity_lines(names, lines, controls.palette()),
        alt=f"Rank correlations falling from 1 as layers forget. With all layers random: {ends}.",
        key="cascade_lines",
    )
    st.caption(
        "From left to right one more layer gets random weights, the last one first. A line that "
        "stays high belongs to a map that hardly depends on the weights."
    )
