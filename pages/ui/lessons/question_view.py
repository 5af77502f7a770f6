"""A question as it is asked, and as it is answered: the same in a lesson and in a class.

What is right is in no message until it is revealed: a browser is sent the options and no more.
"""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import streamlit as st

from mnist_core.lessons.lesson import Key, Kind, Question
from pages.ui import controls, digit_choice, frame, resources

HAND_IN = "Answer"
RIGHT, WRONG = ":material/check_circle:", ":material/cancel:"


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
    st.markdown(f"**{question.prompt}**")
    if key.facts:
        st.markdown(key.facts)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = _INPUTS[key.kind](question.prompt, key, locked, name, given)
        pressed = st.button(
            HAND_IN, key=f"{name}_hand_in", type="primary", disabled=locked or chosen is None
        )
    return chosen if pressed and not locked else None


def reveal(key: Key, given: str | None) -> None:
    """What is right and why, beside what was answered, if anything was."""
    if given is not None:
        said = "That is right." if key.right(given) else f"You answered {controls.plain(given)}."
        st.markdown(f"{RIGHT if key.right(given) else WRONG} {said}")
        if not key.right(given) and given in key.misled:
            st.markdown(f"*{key.misled[given]}*")
    st.markdown(f"**{key.in_words}** {key.explanation}")


def _choice(prompt: str, key: Key, locked: bool, name: str, given: str | None) -> str | None:
    return st.radio(
        prompt,
        key.options,
        index=key.options.index(given) if given in key.options else None,
        key=f"{name}_choice",
        disabled=locked,
        label_visibility="collapsed",
    )


def _number(prompt: str, key: Key, locked: bool, name: str, given: str | None) -> str | None:
    value = st.number_input(
        prompt,
        value=None if given is None else float(given),
        format="%.10g",
        key=f"{name}_number",
        disabled=locked,
        label_visibility="collapsed",
        width=220,
    )
    return None if value is None else f"{value:.10g}"


def _digit(prompt: str, key: Key, locked: bool, name: str, given: str | None) -> str | None:
    return st.segmented_control(
        prompt,
        [str(digit) for digit in range(10)],
        default=given,
        key=f"{name}_digit",
        disabled=locked,
        label_visibility="collapsed",
    )


def _cell(prompt: str, key: Key, locked: bool, name: str, given: str | None) -> str | None:
    rows, columns = key.shape or (1, 1)
    before = [None, None] if given is None else list(map(int, given.split(",")))
    place = [
        st.number_input(
            f"{word} (0 to {count - 1})",
            0,
            count - 1,
            value=value,
            key=f"{name}_{word.lower()}",
            disabled=locked,
            width=160,
        )
        for word, count, value in zip(("Row", "Column"), (rows, columns), before, strict=True)
    ]
    return None if None in place else f"{place[0]},{place[1]}"


def _drawing(prompt: str, key: Key, locked: bool, name: str, given: str | None) -> str | None:
    drawn = st.session_state.get(digit_choice.DRAWN)
    if drawn is None:
        st.markdown("Nothing is drawn yet.")
        frame.link("draw", "draw it there, then hand it in here")
        return None
    network = resources.network(controls.chosen_network())
    read = str(int(network.predict(np.asarray(drawn)[np.newaxis])[0].argmax()))
    st.markdown(f"What you drew last is read as **{read}**.")
    return read


_INPUTS = MappingProxyType(
    {
        Kind.CHOICE: _choice,
        Kind.NUMBER: _number,
        Kind.DIGIT: _digit,
        Kind.CELL: _cell,
        Kind.DRAWING: _drawing,
    }
)
