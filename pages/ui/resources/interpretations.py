"""Why a network answers as it does: saliency, what excites filters, what an intervention does."""

from collections.abc import Mapping

import numpy as np
import streamlit as st

from mnist_core.explain.equivariance import Following, following
from mnist_core.explain.excitation import Excitation, excitation
from mnist_core.explain.intervention import Intervention, intervene
from mnist_core.explain.saliency import Explanation, explain
from mnist_core.explain.sanity import randomised
from pages.ui.resources.digit_sets import few_digits, unpacked
from pages.ui.resources.networks import network


@st.cache_resource(max_entries=128, show_spinner="Asking every pixel…")
def explanations(
    id: str, image: np.ndarray, digit: int, seed: int | None = None, layers: int | None = None
) -> Mapping[str, Explanation]:
    """The saliency maps of a digit's score; with a seed, on random weights in the last layers."""
    known = network(id)
    return explain(known if seed is None else randomised(known, seed, layers), image, digit)


@st.cache_resource(max_entries=16, show_spinner="Looking for what excites each filter…")
def excitations(id: str, layer: str) -> Excitation:
    """How strongly every filter of a layer answers to each of the few digits."""
    return excitation(network(id), few_digits().images, layer)


@st.cache_resource(max_entries=256, show_spinner="Reading the digits again…")
def answers(id: str, intervention: Intervention | None = None) -> np.ndarray:
    """What a network, changed or not, reads in the few digits: read-only int array."""
    known = network(id)
    changed = known if intervention is None else intervene(known, intervention)
    read = changed.predict(few_digits().images).argmax(axis=1)
    read.flags.writeable = False
    return read


@st.cache_resource(max_entries=128, show_spinner=False)
def followings(id: str, digit: bytes, right: int) -> tuple[Following, ...]:
    """Which layers of a network follow one digit (28 × 28 float32) to the right."""
    return following(network(id), unpacked(digit), right, 0)
