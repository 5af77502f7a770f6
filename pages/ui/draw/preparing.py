"""Preparing what was drawn: its strokes or their picture, or a digit of the data in its place."""

from collections.abc import Collection

import streamlit as st

from mnist_core.data.drawing import (
    EmptyDrawing,
    Preparation,
    Step,
    prepare_ink,
    prepare_strokes,
)
from pages.ui import digit_choice
from pages.ui.components.pad import pad
from pages.ui.draw import digit_source, stages

STROKES, PICTURE = "the strokes", "the picture"
WAY = "way"  # key
OF_PICTURES = (Step.POLARITY, Step.PEN)


def prepare(drawing: pad.Drawing, steps: Collection[Step]) -> Preparation:
    """The drawing made ready for a network; EmptyDrawing if there is nothing to read."""
    if drawing.strokes is not None and from_strokes(drawing):
        return prepare_strokes(drawing.strokes, steps, pad.size(digit_source.several()))
    if drawing.picture is None or drawing.empty:
        raise EmptyDrawing
    return prepare_ink(drawing.inked, steps)


def prepared(drawing: pad.Drawing, told: bool) -> tuple[pad.Drawing, Preparation, str, str]:
    """The drawing with its preparation, or a digit of the data and a sentence that says so.

    The last is why a drawing cannot be read, in one sentence, unless it is told already.
    """
    complaint = ""
    try:
        preparation = prepare(drawing, stages.steps())
        if drawing.label is None:
            digit_choice.keep_drawing(preparation.digit)
        return drawing, preparation, "", ""
    except EmptyDrawing:
        if not drawing.empty:
            complaint = (
                "No ink can be told from the paper: draw a digit, or choose another picture."
            )
    except ValueError as error:
        complaint = str(error)
    digit_choice.keep_drawing(None)
    image, sentence = digit_source.example()
    drawing = pad.Drawing(None, image)
    return drawing, prepare(drawing, stages.steps()), sentence, "" if told else complaint


def from_strokes(drawing: pad.Drawing) -> bool:
    """Whether what is read are the strokes, and not their picture."""
    return drawing.strokes is not None and (prefers_strokes() or drawing.picture is None)


def prefers_strokes() -> bool:
    """Whether the strokes are to be read, where there are strokes and a picture of them."""
    return pad.hidden() or st.session_state.get(WAY, STROKES) == STROKES


def choose_way() -> None:
    """What is prepared, where one digit is drawn on the pad."""
    if digit_source.one_on_pad() and not pad.hidden():
        st.radio(
            "Prepare from",
            (STROKES, PICTURE),
            key=WAY,
            horizontal=True,
            persist_state="session",
            help="From the strokes, the pen's way is drawn again with a pen in proportion to the "
            "digit, so neither its size nor the pen matters. From the picture, the pixels are "
            "scaled as they are: a thick pen on a small digit makes a blob.",
        )


def steps() -> tuple[Step, ...]:
    """The steps of the protocol that what is drawn goes through.

    Whether ink is dark or bright, and how thick the pen, are questions that only pictures ask.
    """
    of_pad = digit_source.one_on_pad() and not prefers_strokes()
    pictured = of_pad or (digit_source.pictured() and not digit_source.several())
    return tuple(step for step in Step if pictured or step not in OF_PICTURES)
