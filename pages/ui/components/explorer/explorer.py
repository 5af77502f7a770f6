"""The layer explorer: every number of a network on one digit, and where it comes from.

A component that runs in the browser alone. It is sent the network's weights once (as bytes, which
Streamlit does not send again while they stay the same) and a short message for every digit; it
computes the forward pass itself, in doubles, and sends nothing back, so that pointing at a cell
costs no round trip. tests/js holds every number that it computes to Keras.

Measured by `python -m tests.benchmarks explorer`: see there.
"""

from pathlib import Path

import numpy as np
import streamlit as st

from mnist_core.network.forward import Network
from mnist_core.network.keras_numbers import dataset_digit, own_digit, weights_in_file
from mnist_core.web.payload import message, pack
from mnist_core.web.script import script
from pages.ui import controls, digit_choice, resources

FOLDER = Path(__file__).parent
SCRIPT = script(FOLDER / "entry.js")
STYLE = (FOLDER / "explorer.css").read_text(encoding="utf-8")
LAYER = "layer"  # the URL's parameter for the layer to open
explorer = st.components.v2.component("inside_a_cnn.explorer", js=SCRIPT, css=STYLE)
weights = st.components.v2.component("inside_a_cnn.explorer_weights", js=SCRIPT)


def show(id: str, network: Network, digit: digit_choice.ChosenDigit, image: np.ndarray) -> None:
    """Show the explorer.

    Parameters
    ----------
    id, network : the one in view
    digit : the chosen digit of the dataset
    image : array of shape (28, 28), the digit's own image or a drawing in its place
    """
    token, packed = pack(network)
    own = image is not digit.image
    code = own_digit(image) if own else dataset_digit(digit.split, digit.index)
    sent = message(
        network, token, image, controls.palette(), code, weights_in_file(weights_file(id))
    )
    sent["start"] = st.query_params.get(LAYER, "")
    with st.container(gap=None):
        weights(key="explorer_weights", data=packed, height=1)
        explorer(key="explorer", data=sent, height="content")
    st.caption(
        f"The page was sent {len(packed) / 1000:,.0f} kB of weights, once; everything else is "
        "computed in your browser."
    )


def weights_file(id: str) -> str:
    """What the lines of Keras call the file with a network's weights, as a person has it."""
    if id in resources.SHIPPED_NETWORKS:
        return f"mnist_core/assets/weights/{id}.npz"
    return f"{id.removeprefix(resources.RUN_PREFIX)}.npz"  # as Training offers it for download
