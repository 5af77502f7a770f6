"""What happens in one step of training, shown on a real digit and the chosen network."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_core.figures.dropout_cells import dropout_panels
from mnist_core.figures.probability_bars import probability_bars
from mnist_core.lessons.training_step import cross_entropy, dropout
from mnist_core.network.forward import Activation
from mnist_core.network.layers import Dropout
from pages.ui import controls, resources

TOPICS = ("Loss", "Step", "Dropout")


def show() -> None:
    """One of three explanations, each with the numbers of a real digit."""
    topic = st.segmented_control(
        "Look at", TOPICS, default=TOPICS[0], required=True, key="topic", persist_state="session"
    )
    digits = resources.split("train")
    image, label = digits.images[0], int(digits.labels[0])
    activations = resources.network(controls.chosen_network()).activations(image)
    {"Loss": _loss, "Step": _step, "Dropout": _dropout}[topic](activations, label)


def _loss(activations: tuple[Activation, ...], label: int) -> None:
    probabilities, loss = cross_entropy(activations[-2].output, label)
    words, bars = st.columns(2, gap="medium")
    with words:
        st.markdown(
            "**Softmax** turns the ten scores of the last layer into ten shares of one. "
            "**Cross-entropy** looks at one of them only: the share of the right digit."
        )
        st.latex(rf"-\log p_{{{label}}} = -\log {probabilities[label]:.4g} = {loss:.3g}")
        st.markdown(
            "Sure and right costs nearly nothing; sure and wrong costs most. The loss of a batch "
            "is the mean over its digits: that is what the curve above shows falling."
        )
    with bars:
        controls.show(
            probability_bars(probabilities.astype(np.float32), controls.palette(), truth=label),
            alt=f"Ten probabilities of a training digit labelled {label}.",
            key="step_loss",
        )


def _step(activations: tuple[Activation, ...], label: int) -> None:
    st.markdown(
        "1. Take a **batch** of training digits nobody has seen in this **epoch**.\n"
        "2. Forward: read them, and compute the loss.\n"
        "3. Backward: find the **gradient**, the slope of the loss for every weight "
        "(backpropagation finds it and changes nothing).\n"
        "4. The **optimizer** moves every weight a little downhill: **learning rate** × gradient. "
        "With **momentum**, SGD also keeps a share of its last step; Adam divides by how large "
        "the weight's gradients have been.\n"
        "5. After the last batch of an epoch, read the **validation digits**, without learning."
    )
    st.caption("Try it: pause a run, then press “One more batch” and watch one point appear.")


def _dropout(activations: tuple[Activation, ...], label: int) -> None:
    layers = [(n, it.layer) for n, it in enumerate(activations) if isinstance(it.layer, Dropout)]
    if not layers:
        st.markdown("The chosen network has no dropout. Choose another one in the sidebar.")
        return
    place, layer = layers[-1]
    st.session_state.setdefault("dropout_seed", 1)
    dropped = dropout(activations[place].output.ravel(), layer.rate, _seed())
    st.markdown(
        f"**{layer.name}**, rate {layer.rate:g}, on one training digit: "
        f"{int(dropped.mask.sum())} of {len(dropped.mask)} units survive, each multiplied by "
        f"1 / (1 − {layer.rate:g}) = {1 / (1 - layer.rate):.3g}. The next batch draws others. "
        f"When the network predicts, nothing is dropped and nothing is scaled."
    )
    st.button("Draw again", icon=":material/casino:", key="dropout_again", on_click=_again)
    controls.show(
        dropout_panels(dropped, controls.palette()),
        alt="Three panels of small squares: values in, who survives, values out.",
        key="step_dropout",
    )


def _seed() -> int:
    return st.session_state["dropout_seed"]


def _again() -> None:
    st.session_state["dropout_seed"] += 1
