"""The choice of a filter, or of a unit where a layer has no maps, shared by two experiments."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_core.explain.activity import most_active
from mnist_core.explain.intervention import layers_to_change
from mnist_core.network.forward import Activation, Network

LAYER, PART = "layer_of_part", "part"  # beginnings of keys


def choose_part(id: str, network: Network, image: np.ndarray) -> tuple[Activation, int]:
    """Two controls in a row: the layer, and the number in it; first the one most active here.

    Returns
    -------
    what the layer makes of the digit, and the number of the filter or unit
    """
    names = layers_to_change(network.architecture)
    name = st.selectbox("Layer", names, key=f"{LAYER}_{id}", persist_state="session", width=130)
    activation = next(it for it in network.activations(image) if it.name == name)
    parts = activation.output.shape[-1]
    key = f"{PART}_{id}_{names.index(name)}"
    st.session_state.setdefault(key, most_active(activation.output))
    number = st.number_input(
        kind_of(activation).capitalize(),
        0,
        parts - 1,
        key=key,
        persist_state="session",
        width=130,
        help="At first the one that answers most strongly to the digit in view.",
    )
    return activation, int(number)


def kind_of(activation: Activation) -> str:
    """What one part of the layer is called."""
    return "filter" if activation.output.ndim == 3 else "unit"
