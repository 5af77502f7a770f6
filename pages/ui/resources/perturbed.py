"""What networks make of digits that are moved, turned or smudged: curves, sweeps, places."""

import numpy as np
import streamlit as st

from mnist_core.data.digits import read_only
from mnist_core.evaluation import nudges, robustness, stored_curves, sweeps
from pages.ui.resources.digit_sets import sample, unpacked
from pages.ui.resources.networks import SHIPPED_NETWORKS, network


@st.cache_resource(max_entries=16, show_spinner=False)
def curves(id: str) -> stored_curves.StoredCurves | None:
    """The stored accuracy curves of a shipped network, where they were measured on its weights."""
    return stored_curves.load(id) if id in SHIPPED_NETWORKS else None


@st.cache_resource(max_entries=4096, show_spinner=False)
def read_right(id: str, perturbation_id: str, level: float) -> int:
    """How many digits of the sample a network reads right at one level of a perturbation."""
    return robustness.count_right(network(id), sample(), perturbation_id, level)


@st.cache_resource(max_entries=16, show_spinner="The network reads shifted digits…")
def whole_digits(id: str) -> robustness.WholeDigits:
    """What a network reads of shifted digits that lose no ink: stored, or of the sample."""
    stored = curves(id)
    return robustness.measure_whole(network(id), sample()) if stored is None else stored.whole


@st.cache_resource(max_entries=256, show_spinner=False)
def sweep(id: str, digit: bytes, perturbation_id: str, seed: int) -> sweeps.Sweep:
    """What a network says to one digit (28 × 28 float32) at every level of a perturbation."""
    return sweeps.sweep(network(id), unpacked(digit), perturbation_id, seed)


@st.cache_resource(max_entries=128, show_spinner=False)
def places(id: str, digit: bytes) -> np.ndarray:
    """What a network says to one digit (28 × 28 float32) at every place, see sweeps.places."""
    return read_only(sweeps.places(network(id), unpacked(digit)))


@st.cache_resource(max_entries=256, show_spinner=False)
def nudge_curve(id: str, digit: bytes, nudge: str) -> np.ndarray:
    """What a network says to one digit (28 × 28 float32) along a nudge, see nudges.curve."""
    return read_only(nudges.curve(network(id), unpacked(digit), nudge))


@st.cache_resource(max_entries=128, show_spinner=False)
def flips(id: str, digit: bytes) -> tuple[nudges.Flip, ...]:
    """The smallest changes of one digit (28 × 28 float32) that flip a network's answer."""
    return nudges.flips(network(id), unpacked(digit))
