"""A question as it is asked, and as it is answered: the same in a lesson and in a class.

What is right is in no message until it is revealed: a browser is sent the options and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import MappingProxyType

import numpy as np
import streamlit as st

from mnist_core.data.digits import CLASSES
from mnist_core.lessons.lesson import Key, Kind, Question
from pages.ui import controls, digit_choice, frame, guess, resources
from pages.ui.components.cells import cells

HAND_IN = "Answer"
NOTHING = "_nothing"  # and so that where there was none
SAID = "_said"  # how the key ends under which an answer waits for the run that follows


def ask(
    question: Question,
    key: Key,
    locked: bool = False,
    *,
    name: str = "answer",
    given: str | None = None,
) -> str | None:
    """Show a question with what is needed to answer it; returns what is handed in by this run.

    Parameters
    ----------
    question : with its words
    key : says what kind of answer is asked for, and among which options
    locked : whether it can no longer be answered; the server keeps to it
    name : the keys of the controls begin so
    given : what was handed in before, shown in the controls
    """
    st.markdown(f"{guess.FIRST} **{question.prompt}**")
    if key.facts:
        st.markdown(key.facts)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _INPUTS[key.kind](key, locked, name, given)
    said = handed_in(name)
    return None if locked else said


def handed_in(name: str) -> str | None:
    """What the click that began this run has handed in, once: before `ask`, or by it."""
    return st.session_state.pop(f"{name}{SAID}", None)


def reveal(key: Key, given: str | None) -> None:
    """What is right and why, beside what was answered, if anything was."""
    if given is not None:
        said = (
            "That is right."
            if key.right(given)
            else f"You answered {controls.plain(key.worded(given))}."
        )
        st.markdown(f"{guess.RIGHT if key.right(given) else guess.WRONG} {said}")
        if not key.right(given) and given in key.misled:
            st.markdown(f"*{key.misled[given]}*")
    st.markdown(f"**{key.in_words}** {key.explanation}")


def _say(name: str, found: Callable[[], str | None]) -> None:
    """Callback: hand in what is found at the moment of the click."""
    if (said := found()) is None:
        st.session_state[f"{name}{NOTHING}"] = True
    else:
        st.session_state[f"{name}{SAID}"] = said


def _buttons(options: Sequence[str], locked: bool, name: str, given: str | None) -> None:
    """A button for each answer."""
    for place, words in enumerate(options):
        st.button(
            words,
            key=f"{name}_{place}",
            disabled=locked,
            type="primary" if words == given else "secondary",
            on_click=_say,
            args=(name, partial(str, words)),
        )


def _button(locked: bool, name: str, found: Callable[[], str | None]) -> None:
    """A button beside a field that hands in what stands there."""
    key, off = f"{name}_hand_in", locked or found() is None
    st.button(HAND_IN, key=key, disabled=off, on_click=_say, args=(name, found))


def _choice(key: Key, locked: bool, name: str, given: str | None) -> None:
    _buttons(key.options, locked, name, given)


def _digit(key: Key, locked: bool, name: str, given: str | None) -> None:
    _buttons([str(digit) for digit in range(CLASSES)], locked, name, given)


def _number(key: Key, locked: bool, name: str, given: str | None) -> None:
    field = f"{name}_number"

    def found() -> str | None:
        value = st.session_state.get(field)
        return None if value is None else f"{value:.10g}"

    st.number_input(
        "Your answer",
        value=None if given is None else float(given),
        format="%.10g",
        key=field,
        disabled=locked,
        width=200,
    )
    _button(locked, name, found)


def _cell(key: Key, locked: bool, name: str, given: str | None) -> None:
    field = f"{name}_cell"

    def found() -> str | None:
        said = cells.pointed_at(field)
        return said if said is not None and key.allows(said) else None

    picture = None if key.picture is None else np.array(key.picture, np.uint8)
    cells.cells(key.shape or (1, 1), picture, given, locked, field)
    hand_in = f"{name}_hand_in"  # on at once: a Tab key may be quicker than the cell's way here
    st.button(HAND_IN, key=hand_in, disabled=locked, on_click=_say, args=(name, found))
    if st.session_state.pop(f"{name}{NOTHING}", False):
        st.markdown("Point at a cell first.")


def _drawing(key: Key, locked: bool, name: str, given: str | None) -> None:
    """What stands on the pad is found at the click: a stroke does not run this again."""
    if not locked:
        frame.link("draw", "draw it on the pad, then hand it in here")
    st.button(
        "Hand in my drawing",
        key=f"{name}_hand_in",
        disabled=locked,
        on_click=_say,
        args=(name, _read_in_drawing),
    )
    if given is not None:
        st.markdown(f"Your drawing was read as **{controls.plain(given)}**.")
    elif st.session_state.pop(f"{name}{NOTHING}", False):
        st.markdown("There is nothing on the pad yet.")


def _read_in_drawing() -> str | None:
    """What the chosen network reads in what was drawn last; None where nothing was."""
    drawn = st.session_state.get(digit_choice.DRAWN)
    if drawn is None:
        return None
    network = resources.network(controls.chosen_network())
    return str(int(network.predict(np.asarray(drawn)[np.newaxis])[0].argmax()))


_INPUTS = MappingProxyType(
    {
        Kind.CHOICE: _choice,
        Kind.NUMBER: _number,
        Kind.DIGIT: _digit,
        Kind.CELL: _cell,
        Kind.DRAWING: _drawing,
    }
)
