"""Draw: write a digit, see it prepared as MNIST prepared its own, and have it read."""

from collections.abc import Collection

import streamlit as st

from mnist_core.data.drawing import (
    EmptyDrawing,
    Preparation,
    Step,
    prepare_image,
    prepare_strokes,
)
from mnist_core.evaluation.rejection import Reading, read
from mnist_core.figures.drawing import stage_picture
from mnist_core.figures.probabilities import probability_bars
from pages.ui import answer, controls, film, frame, inputs, kept, nudge, number, pad, resources

STROKES, PICTURE = "the strokes", "the picture"
STAGE = 168  # pixels
WAY, CLOSER = "way", "closer"  # keys

frame.guard(__file__)


def prepare(drawing: pad.Drawing, steps: Collection[Step]) -> Preparation:
    """The drawing made ready for a network; EmptyDrawing if there is nothing to read."""
    from_strokes = st.session_state.get(WAY, STROKES) == STROKES
    if drawing.strokes is not None and (from_strokes or drawing.picture is None):
        return prepare_strokes(drawing.strokes, steps, pad.SIDE)
    if drawing.picture is None or drawing.empty:
        raise EmptyDrawing
    return prepare_image(drawing.picture, steps)


def prepared(drawing: pad.Drawing) -> tuple[pad.Drawing, Preparation, bool]:
    """The drawing with its preparation, or a digit of the data; and whether it is the former."""
    try:
        preparation = prepare(drawing, film.steps())
        controls.keep_drawing(preparation.digit)
        return drawing, preparation, True
    except EmptyDrawing:
        if not drawing.empty and not inputs.several():
            st.warning("There is no ink in it: draw a digit, or choose another picture.")
    except ValueError as error:
        st.warning(str(error))
    controls.keep_drawing(None)
    image, sentence = inputs.example()
    st.markdown(sentence)
    drawing = pad.Drawing(None, image)
    return drawing, prepare(drawing, film.steps()), False


def choose_way(drawing: pad.Drawing) -> None:
    """What is prepared, where there are strokes and a picture of them."""
    if drawing.strokes is not None and drawing.picture is not None:
        st.radio(
            "Prepare from", (STROKES, PICTURE), key=WAY, horizontal=True, persist_state="session",
            help="From the strokes, the pen's way is drawn again with a pen in proportion to the "
            "digit, so neither its size nor the pen matters. From the picture, the pixels are "
            "scaled as they are: a thick pen on a small digit makes a blob.",
        )  # fmt: skip


def look_closer(
    id: str, drawing: pad.Drawing, preparation: Preparation, reading: Reading, own: bool
) -> None:
    """What is behind the answer of the network with this id, one tab at a time."""
    way, speaks, turn, refuse, networks, mine = st.tabs(
        ["Preparation", "What speaks for it", "Nudge it", "Refusing", "Every network",
         "My drawings"],
        key=CLOSER, bind="query-params", on_change="rerun",
    )  # fmt: skip
    digit = preparation.digit
    if way.open:
        with way:
            choose_way(drawing)
            film.show(preparation, lambda steps: prepare(drawing, steps), resources.network(id))
    if speaks.open:
        with speaks:
            answer.what_speaks(id, digit, reading)
    if turn.open:
        with turn:
            nudge.show(id, digit)
    if refuse.open:
        with refuse:
            answer.refusing(id, reading)
    if networks.open:
        with networks:
            answer.by_every_network(digit)
    if mine.open:
        with mine:
            kept.show(digit, own)


@st.fragment
def draw_and_read() -> None:
    """The part of the page that follows every stroke."""
    id, colours = controls.chosen_network(), controls.palette()
    with st.container(horizontal=True, gap="large"):
        with st.container(width=inputs.width()):
            drawing = inputs.drawing(colours)
        with st.container(width="stretch"):
            cuts = number.cut(drawing) if inputs.several() else ()
            if cuts:
                drawing = number.show(drawing, cuts, id)
            drawing, preparation, own = prepared(drawing)
            reading = read(resources.network(id), preparation.digit)
            with st.container(horizontal=True, vertical_alignment="center"):
                controls.show_sprite(
                    stage_picture(preparation.digit, colours),
                    alt="The digit as it is given to the network, 28 × 28 pixels.",
                    width=STAGE,
                )
                with st.container(width=200):
                    known = not own or drawing.label is not None
                    answer.show(id, reading, drawing.label, known)
            film.say_what_is_off()
            controls.show(
                probability_bars(reading.probabilities, colours),
                alt=f"Ten probabilities; the largest is that of {reading.first}.",
                key="reading",
            )
    inputs.choose()
    look_closer(id, drawing, preparation, reading, own and drawing.label is None)


frame.page_header(
    "Draw",
    "Write a digit as you would on paper, anywhere on the pad and at any size, and watch how sure "
    "the network is.",
)
draw_and_read()
