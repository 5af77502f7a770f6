"""Draw: write a digit, see it prepared as MNIST prepared its own, and have it read."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mnist_core.data.drawing import PROTOCOL, Preparation
from mnist_core.evaluation.rejection import Reading, read
from pages.ui import controls, frame, own_drawings, resources
from pages.ui.components.mailbox import mailbox
from pages.ui.components.pad import pad
from pages.ui.components.reading import reading
from pages.ui.draw import answer, digit_source, form, nudge, number, preparing, stages
from pages.ui.draw.preparing import prepare
from pages.ui.draw.turn import turn

CLOSER, READING = "closer", "reading"  # keys
TABS = (
    "Preparation",
    "What speaks for it",
    "Nudge it",
    "Refusing",
    "Every network",
    "My drawings",
)

frame.guard(__file__)


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


@st.fragment
def draw_and_read(id: str, opened: str, beside: DeltaGenerator, tab: DeltaGenerator) -> None:
    """What follows every stroke: the pad itself, one message, and what hangs on the drawing.

    Each element costs the server a millisecond, so the message takes to all that is on the page
    already what a stroke changes of it: to the reading, to the stages, to the pad's toolbar.
    """
    network, threshold = resources.network(id), answer.threshold(id)  # new ones take their time
    with turn(digit_source.on_pad()):
        colours, several = controls.palette(), digit_source.several()
        drawing = on_pad = digit_source.drawing(colours)
        parts = ()
        if several:
            with beside.container():  # also while it is empty: or Streamlit has no place for more
                parts = number.cut(drawing, id)
                if parts:
                    drawing = number.show(drawing, parts, id)
            if parts and digit_source.on_form():
                form.read_out(number.read_parts(parts, id))
        then = partial(number.open_next, parts) if parts else pad.clear
        drawing, preparation, note, complaint = preparing.prepared(drawing, several and not parts)
        if complaint:
            st.warning(complaint)
        known = bool(note) or drawing.label is not None
        said = read(network, preparation.digit)
        if not (known or several) and said.max_logit < threshold:
            lead = number.suggestion(drawing, id)
            if lead:
                st.info(lead)
        drawn = digit_source.one_on_pad() and preparing.from_strokes(on_pad)
        told: dict[str, Any] = {
            READING: reading.answer(
                id,
                preparation.digit,
                said,
                threshold=threshold,
                known=known,
                label=drawing.label,
                about=(len(on_pad.strokes or ()),) if drawn else None,
                note=note,
            )
        }
        if digit_source.on_pad():
            told[pad.PAD] = pad.state(colours, several)
        if opened == "Preparation":
            told[stages.STRIP] = stages.told(preparation, partial(prepare, drawing), network)
        else:
            with tab:
                look_closer(opened, id, drawing, preparation, said, known, then)
        mailbox.post(READING, told)


@st.fragment
def all_around(id: str) -> None:
    """What a stroke leaves as it is: the place of the answer, where digits come from, the tabs.

    The network is the one that the page was drawn with: what a browser says of it at a stroke may
    be older than that.
    """
    sides = st.container(horizontal=True, gap="large")
    left, right = sides.container(width=digit_source.width()), sides.container(width="stretch")
    beside = right.container()  # what stands below it keeps its place, whatever is in it
    digit_source.choose()
    tabs = st.tabs(TABS, key=CLOSER, bind="query-params", on_change="rerun")
    opened, tab = next((name, tab) for name, tab in zip(TABS, tabs, strict=True) if tab.open)
    place = pad.framed(left) if digit_source.on_pad() else left
    with place:  # and in nothing around it, which Streamlit would copy at every stroke
        draw_and_read(id, opened, beside, tab)
    if digit_source.on_pad():
        pad.put_toolbar(place)
    with right:
        pen = reading.pen(
            pad.size(False), digit_source.pen(), stages.steps(), preparing.prefers_strokes()
        )
        follows = pen if digit_source.one_on_pad() else None
        reading.reading(id, controls.palette(), READING, follows)
        stages.say_what_is_off()
    if opened == "Preparation":
        with tab:
            preparing.choose_way()
            stages.show(preparing.steps())
    reading.deliver(id)


frame.page_header(
    "Draw",
    "Write a digit as you would on paper, anywhere on the pad and at any size, and watch how sure "
    "the network is.",
)
all_around(controls.chosen_network())
