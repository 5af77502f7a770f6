"""Architecture: a network by its layers, what they compute, what they cost, what they see."""

from dataclasses import replace
from functools import partial

import streamlit as st

from mnist_core.figures.architecture_diagram import diagram, shape_text
from mnist_core.figures.diagram_arcs import in_words
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.keras_code import keras_code
from mnist_core.studies.training_record import in_one_line
from pages.ui import controls, digit_choice, frame, resources
from pages.ui.architecture import open_file, saliency_view, spending, summary_editor, trials
from pages.ui.components.explorer import explorer

frame.guard(__file__)


def facts() -> None:
    """Source and recipe in one line, then size, work and recorded accuracy."""
    claim = architecture.claim
    text = f"**{controls.plain(architecture.title)}** ({controls.plain(architecture.source)}). "
    if not architecture.source:
        text = f"**{controls.plain(architecture.title)}**, source unknown. "
    if known.recipe:
        text += f"Trained with {in_one_line(known.recipe)}."
    else:
        text += "How it was trained is not on record."
    if claim:
        text += f" Its document says: “{controls.plain(claim.quote)}” (line {claim.line})."
    st.markdown(text)
    if known.recipe and known.recipe.assumed and id in ARCHITECTURES:
        st.caption(known.recipe.assumed)
    with st.container(horizontal=True, gap="medium"):
        figure("Parameters", f"{architecture.parameters:,}", "numbers that were learnt")
        figure("Multiply–accumulates", f"{architecture.macs:,}", "to read one digit")
        if known.score is None:
            figure("Test accuracy", "unknown", "nothing is on record")
        else:
            low, high = map(controls.percent, known.score.interval)
            what = f"Accuracy on {known.score.digits:,} {known.score.name}"
            below = f"95 % interval {low} to {high}"
            figure(what, controls.percent(known.score.accuracy), below)


def figure(label: str, value: str, below: str) -> None:
    """One number with what it counts."""
    st.metric(label, value, delta=below, delta_color="off", delta_arrow="off", width="content")


def code() -> None:
    """The network as lines of Keras."""
    st.markdown("Copy this into a notebook: it builds the same network, untrained.")
    trained = replace(architecture, recipe=known.recipe or architecture.recipe)
    st.code(keras_code(trained), language="python", wrap_lines=True)


@st.fragment
def look_closer() -> None:
    """The choice of a digit, and what the network makes of it."""
    digit = digit_choice.choose_digit()
    instead = partial(digit_choice.drawing_instead, digit)  # asked where it is shown
    frame.parts(
        "look",
        {
            "Explorer": lambda: explorer.show(id, network, digit, instead()[0]),
            "Experiments": lambda: trials.show(id, *instead()),
            "Saliency": lambda: saliency_view.show(id, *instead()),
            "Weights and work": lambda: spending.show(id, architecture),
            "Ledger": lambda: summary_editor.show(architecture, id),
            "Keras code": code,
        },
    )


frame.page_header(
    "Architecture",
    "A network is a chain of layers, each turning one stack of numbers into the next. Follow the "
    "shapes from the digit to the ten probabilities, then open a layer below.",
)
id = controls.chosen_network()
network = resources.network(id)
architecture, rows = network.architecture, network.architecture.rows
known = resources.training_record(id)
facts()
open_file.show()
path = " → ".join(shape_text(row.output_shape) for row in rows)
colours = controls.palette()
controls.show(
    resources.made(("diagram", id, colours.name), lambda: diagram(rows, colours)),
    alt=f"The shapes: {path}.{in_words(rows)}",
    key="diagram",
)
stacks = (
    "Stacks are to scale: the front is one map, and a line on the edge stands for 8 maps. The "
    "green square is the window that the next layer slides. "
)
windows = any(row.layer.window for row in rows)
around = "A green line leads from a layer to another one further down that reads it as well. "
st.caption(
    f"{stacks if windows else ''}{around if in_words(rows) else ''}Bars are to scale among "
    "themselves. Point for details."
)
look_closer()
