"""Several digits: a number on a wide pad or in a picture, cut into digits that can be opened."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from mnist_core.data.drawing import EmptyDrawing
from mnist_core.data.drawing.ink import brightness
from mnist_core.data.drawing.segmentation import Cut, segment_image, segment_strokes
from mnist_core.evaluation.picture_readings import ReadDigit, number_of, read_digit
from mnist_core.evaluation.rejection import judge_by
from mnist_core.figures.preparation_stages import cuts_picture
from mnist_core.figures.sprite import compose
from pages.ui import controls, resources
from pages.ui.components.pad import pad
from pages.ui.draw import answer, digit_source

OPENED = "opened_digit"  # key
WIDTH = 640  # pixels; the picture of the cuts, shrunk to fit
TILES = 10  # digits in a row


@dataclass(frozen=True, eq=False)
class Part:
    """One digit of a number: where it was cut, and float (28, 28) in [0, 1], made ready."""

    cut: Cut
    digit: np.ndarray


def cut(drawing: pad.Drawing, id: str) -> tuple[Part, ...]:
    """The digits of a drawing in reading order; none, and a sentence, if there are none.

    Where digits touch, the network with this id has a say in where they are cut.
    """
    try:
        return _parts(drawing, id)
    except EmptyDrawing:
        if drawing.picture is not None and not drawing.empty:
            st.warning(
                "No ink can be told from the paper: write a number, or choose another picture."
            )
    except ValueError as error:
        st.warning(str(error))
    return ()


def suggestion(drawing: pad.Drawing, id: str) -> str:
    """What a drawing that is refused as one digit says as a number; empty where it is none."""
    try:
        parts = _parts(drawing, id)
    except ValueError:  # an empty one, too
        return ""
    readings = read_parts(parts, id)
    if len(parts) < 2 or any(it.refused for it in readings):
        return ""
    return f"Cut into {len(parts)} digits it reads {number_of(readings)}: turn on *Several digits*."


def _parts(drawing: pad.Drawing, id: str) -> tuple[Part, ...]:
    """The digits of a drawing; ValueError where there is nothing to cut."""
    if drawing.name is not None and drawing.picture is not None:
        found, _ = resources.cuts(id, drawing.name, drawing.dark, drawing.picture)
        return tuple(Part(it, preparation.digit) for it, preparation in found)
    return tuple(Part(it, it.preparation.digit) for it in _cuts(drawing, id))


def _cuts(drawing: pad.Drawing, id: str) -> tuple[Cut, ...]:
    if drawing.strokes is not None:
        return segment_strokes(drawing.strokes)
    if drawing.picture is None:
        return ()
    return segment_image(drawing.picture, judge_by(resources.network(id)))


def _told(drawing: pad.Drawing, id: str) -> str:
    """What was taken for ink in a picture, and what of it was left out."""
    told = drawing.inked.sentence
    if drawing.name is not None and drawing.picture is not None:
        _, decided = resources.cuts(id, drawing.name, drawing.dark, drawing.picture)
        told = f"{told} {decided}".rstrip()
    return told


def open_next(parts: tuple[Part, ...]) -> None:
    """Callback: open the digit after the one that is open, or stay at the last."""
    key = _key(parts)
    st.session_state[key] = min(st.session_state.get(key, 0) + 1, len(parts) - 1)


def _key(parts: tuple[Part, ...]) -> str:
    return f"{OPENED}_{len(parts)}"


def read_parts(parts: tuple[Part, ...], id: str) -> tuple[ReadDigit, ...]:
    """What the network with this id reads in each digit of a number."""
    network, threshold = resources.network(id), answer.threshold(id)
    return tuple(read_digit(it.digit, network, threshold, it.cut.line, it.cut.box) for it in parts)


def show(drawing: pad.Drawing, parts: tuple[Part, ...], id: str) -> pad.Drawing:
    """The number as it is read, with its cuts; returns the digit that is opened.

    Parameters
    ----------
    drawing : the whole, not empty
    parts : its digits, at least one
    id : of the network that reads
    """
    colours = controls.palette()
    cuts, digits = [it.cut for it in parts], [it.digit for it in parts]
    readings = read_parts(parts, id)
    answers = [it.answer for it in readings]
    st.header(f"Reads {number_of(readings)}", anchor=False)
    names = [f"{place + 1}: {digit}" for place, digit in enumerate(answers)]
    opened = st.pills(
        "Open a digit",
        range(len(cuts)),
        default=0,
        required=True,
        format_func=lambda place: names[place],
        key=_key(parts),
    )
    chosen = opened if opened is not None and opened < len(cuts) else 0
    if drawing.picture is not None:
        boxes = [(it.box.top, it.box.left, it.box.bottom, it.box.right) for it in cuts]
        controls.show_sprite(
            cuts_picture(
                brightness(drawing.picture),
                boxes,
                chosen,
                colours,
                WIDTH,
                reach=0 if drawing.strokes is None else digit_source.pen() / 2,
            ),
            alt=f"The picture with a frame around each of its {len(cuts)} digits.",
        )
        if drawing.strokes is None:
            st.caption(_told(drawing, id))
    tiles = np.array(digits)
    controls.show_sprite(
        compose(
            tiles,
            colours,
            columns=min(len(tiles), TILES),
            zoom=2,
            labels=names,
            frames=[colours.accent if n == chosen else None for n in range(len(tiles))],
        ),
        alt=f"The {len(cuts)} digits as the network gets them, read {', '.join(answers)}.",
        width=min(len(tiles), TILES) * 60 + 4,
    )
    drawn = cuts[chosen].drawn
    return pad.Drawing(drawn, None) if isinstance(drawn, tuple) else pad.Drawing(None, drawn)
