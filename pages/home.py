"""Home: one real digit on its way through a real network, and where to go from there."""

import streamlit as st

from mnist_core.figures.journey import stops
from mnist_core.figures.journey_drawing import drawings
from pages.ui import controls, digit_choice, frame, resources
from pages.ui.components.journey_values import journey_values
from pages.ui.components.journey_values.journey_values import JOURNEY

frame.guard(__file__)


@st.fragment
def follow_digit() -> None:
    """The digit on its way, and how it ends."""
    picture = st.container(
        key=JOURNEY,
        horizontal=True,
        horizontal_alignment="center",
        vertical_alignment="center",
        gap="xxsmall",
    )
    digit = digit_choice.choose_digit()
    name = controls.chosen_network()
    activations = resources.network(name).activations(digit.image)
    probabilities = activations[-1].output
    answer = int(probabilities.argmax())
    found = stops(digit.image, activations)
    drawn = drawings(found, controls.palette())
    for stop, it in zip(found, drawn, strict=True):  # as text, which a browser paints first
        image = f"![{controls.plain(it.alt)}]({it.address})"
        words = f"**{controls.plain(stop.name)}**\\\n{stop.shape}"
        picture.markdown(f"{image}\\\n{words}", width=it.width, text_alignment="center")
    verdict = "rightly" if answer == digit.label else f"wrongly: it is labelled {digit.label}"
    st.markdown(
        f"The network **{name}** reads this digit as **{answer}** with a probability of "
        f"{controls.percent(probabilities[answer])}, {verdict}. The more ink, the more "
        f"activation; all maps of a stage share one scale. Point at a pixel to read its value, or "
        f"go there with the arrow keys."
    )
    label = (
        f"A handwritten {digit.label} on its way through the network {name}, stage by stage, to "
        f"ten probabilities; the largest belongs to {answer}."
    )
    journey_values.say(found, drawn, label, controls.palette())


frame.page_header(
    "Inside a CNN",
    "How a convolutional network reads a handwritten digit: follow one from its pixels on the "
    "left to the ten probabilities on the right.",
)

follow_digit()

st.header("Where to start", anchor=False)
frame.link("dataset", "see what a network is given to learn from")
frame.link("architecture", "take a network apart, layer by layer")
frame.link("training", "train one yourself and watch the curves")
frame.link("experiments", "build a network of your own from a known one")
frame.link("draw", "write a digit and have it read")
frame.link("evaluation", "find out how often it is right, and where it fails")

st.header("The digits in use", anchor=False)
frame.show_provenance()
