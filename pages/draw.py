"""Draw: write a digit, see it prepared as MNIST prepared its own, and have it read."""

from collections.abc import Callable, Collection
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnist_core.data.drawing import (
    PROTOCOL,
    EmptyDrawing,
    Preparation,
    Step,
    prepare_ink,
    prepare_strokes,
)
from mnist_core.evaluation.rejection import Reading, read
from pages.ui import controls, digit_choice, frame, own_drawings, resources
from pages.ui.components.pad import pad
from pages.ui.components.reading import reading
from pages.ui.draw import answer, digit_source, nudge, number, stages

STROKES, PICTURE = "the strokes", "the picture"
WAY, CLOSER, READING = "way", "closer", "reading"  # keys
TABS = (
    "Preparation",
    "What speaks for it",
    "Nudge it",
    "Refusing",
    "Every network",
    "My drawings",
)

frame.guard(__file__)


def prepare(drawing: pad.Drawing, steps: Collection[Step]) -> Preparation:
    """The drawing made ready for a network; EmptyDrawing if there is nothing to read."""
    if drawing.strokes is not None and from_strokes(drawing):
        return prepare_strokes(drawing.strokes, steps, pad.size(digit_source.several()))
    if drawing.picture is None or drawing.empty:
        raise EmptyDrawing
    return prepare_ink(drawing.inked, steps)


def prepared(drawing: pad.Drawing, told: bool) -> tuple[pad.Drawing, Preparation, str]:
    """The drawing with its preparation, or a digit of the data and a sentence that says so.

    Why a drawing cannot be read is said once: not here, if it is told already.
    """
    try:
        preparation = prepare(drawing, stages.steps())
        if drawing.label is None:
            digit_choice.keep_drawing(preparation.digit)
        return drawing, preparation, ""
    except EmptyDrawing:
        if not drawing.empty and not told:
            st.warning(
                "No ink can be told from the paper: draw a digit, or choose another picture."
            )
    except ValueError as error:
        if not told:
            st.warning(str(error))
    digit_choice.keep_drawing(None)
    image, sentence = digit_source.example()
    drawing = pad.Drawing(None, image)
    return drawing, prepare(drawing, stages.steps()), sentence


def from_strokes(drawing: pad.Drawing) -> bool:
    """Whether what is read are the strokes, and not their picture."""
    chosen = st.session_state.get(WAY, STROKES) == STROKES
    return drawing.strokes is not None and (chosen or drawing.picture is None)


def choose_way(drawing: pad.Drawing) -> None:
    """What is prepared, where there are strokes and a picture of them."""
    if drawing.strokes is not None and drawing.look is not None:
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


def look_closer(
    opened: str,
    id: str,
    drawing: pad.Drawing,
    preparation: Preparation,
    said: Reading,
    known: bool,
    then: Callable[[], None],
) -> None:
    """What is behind the answer of the network with this id, as the opened tab has it.

    A digit is known if it comes from the data; `then` follows when a drawing is kept.
    """
    digit = preparation.digit
    match opened:
        case "Preparation":
            choose_way(drawing)
            stages.show(preparation, lambda steps: prepare(drawing, steps), resources.network(id))
        case "What speaks for it":
            answer.what_speaks(id, digit, said)
        case "Nudge it":
            nudge.show(id, digit)
        case "Refusing":
            answer.refusing(id, said, known)
        case "Every network":
            answer.by_every_network(digit, known)
        case "My drawings":
            own_drawings.show(prepare(drawing, PROTOCOL).digit, not known, then)


def follow_pen(id: str, drawing: pad.Drawing) -> tuple[int] | None:
    """Show what this network reads, following the pen where one digit is drawn on the pad.

    How many strokes of its own the answer has to be about, or None if it is about something else.
    """
    one, drawn = digit_source.one_on_pad(), from_strokes(drawing)
    pen = reading.pen(pad.size(False), digit_source.pen(), stages.steps(), drawn)
    reading.reading(id, controls.palette(), READING, pen if one else None)
    return (len(drawing.strokes or ()),) if one and drawn else None


@st.fragment
def draw_and_read(opened: str, tab: DeltaGenerator) -> None:
    """The part of the page that follows every stroke, and in the opened tab what hangs on it."""
    id, colours = controls.chosen_network(), controls.palette()
    several = digit_source.several()
    with st.container(horizontal=True, gap="large"):
        with st.container(width=digit_source.width()):
            drawing = on_pad = digit_source.drawing(colours)
        with st.container(width="stretch"):
            with st.container():  # what stands below it keeps its place, whatever is in it
                parts = number.cut(drawing, id) if several else ()
                then = partial(number.open_next, parts) if parts else pad.clear
                if parts:
                    drawing = number.show(drawing, parts, id)
                drawing, preparation, note = prepared(drawing, several and not parts)
            known = bool(note) or drawing.label is not None
            said = read(resources.network(id), preparation.digit)
            threshold = None if known else answer.threshold(id)
            with st.container(gap=None):
                about = follow_pen(id, on_pad)
                reading.answer(
                    id,
                    READING,
                    preparation.digit,
                    said,
                    threshold=threshold,
                    label=drawing.label,
                    about=about,
                    note=note,
                )
            stages.say_what_is_off()
    with tab:
        look_closer(opened, id, drawing, preparation, said, known, then)
    reading.deliver(id)
    reading.rules(id, READING, answer.threshold(id))


@st.fragment
def all_around() -> None:
    """What a stroke leaves as it is: where digits come from, and the tabs behind the answer."""
    place = st.container()
    digit_source.choose()
    tabs = st.tabs(TABS, key=CLOSER, bind="query-params", on_change="rerun")
    opened = next((name, tab) for name, tab in zip(TABS, tabs, strict=True) if tab.open)
    with place:
        draw_and_read(*opened)


frame.page_header(
    "Draw",
    "Write a digit as you would on paper, anywhere on the pad and at any size, and watch how sure "
    "the network is.",
)
all_around()
