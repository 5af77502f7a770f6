"""Read a form: an example as offices have them, what a human has to look at, and all as CSV."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from mnist_core.data.digits import Digits
from mnist_core.data.drawing.forms import FORMS, Form, fill_in
from mnist_core.evaluation.form_reading import FormReading
from mnist_core.evaluation.picture_readings import ReadDigit
from mnist_core.figures.number_format import percent
from mnist_core.figures.sprite import compose
from pages.ui import controls, resources
from pages.ui.components.pad import pad

KIND, COPY, SURE = "form", "form_copy", "form_sure"  # keys
LEVELS = (50.0, 80.0, 90.0, 95.0, 99.0, 99.5, 99.9)  # %
COPIES = 1_000
TILES = 3  # digits in a row


def choose(digits: Digits) -> pad.Drawing:
    """Choose a form, filled in with these digits, or another one of its kind."""
    kind = st.pills(
        "A form that is filled in",
        list(FORMS),
        default=next(iter(FORMS)),
        required=True,
        format_func=lambda it: FORMS[it].title,
        key=KIND,
        persist_state="session",
    )
    st.markdown(FORMS[kind].sentence)
    st.button("Another one", icon=":material/refresh:", key="form_other", on_click=_other)
    st.caption(f"Filled in with {resources.dataset().provenance.test_name}, drawn at random.")
    filled_in = _filled_in(digits)
    name = (kind, _copy(), resources.dataset().provenance.sentence)
    id = controls.chosen_network()
    return pad.Drawing(None, filled_in.image, name=name, id=id, several=True)


def read_out(digits: tuple[ReadDigit, ...]) -> None:
    """What of the digits that were read is left to a human, and all of it as CSV."""
    sure = st.select_slider(
        "A human looks at what is less sure than",
        LEVELS,
        value=99.0,
        format_func=lambda it: f"{it:g} %",
        key=SURE,
        persist_state="session",
    )
    reading = FormReading(digits, sure / 100)
    st.markdown(_summary(reading, _filled_in(resources.split("test")).written))
    _for_a_human(reading)
    st.download_button(
        "Download as CSV",
        reading.as_csv(),
        f"{st.session_state[KIND]}.csv",
        "text/csv",
        key="form_csv",
        on_click="ignore",
    )


def _summary(reading: FormReading, written: Sequence[str]) -> str:
    human, count = len(reading.for_human), len(reading.digits)
    said = f"Written was **{' / '.join(written)}**. A human looks at **{human} of {count}** digits"
    wrong = reading.wrong(written)
    if wrong is None:
        return f"{said}. The form was cut into other digits than were written: see the frames."
    if human == count:
        return f"{said}, which is all of them."
    return (
        f"{said}; of the other {count - human}, **{wrong}** {'is' if wrong == 1 else 'are'} wrong."
    )


def _for_a_human(reading: FormReading) -> None:
    """The digits that a human has to look at, each with what the network hesitates between."""
    if not reading.for_human:
        return
    chosen: list[ReadDigit] = [reading.digits[place] for place in reading.for_human]
    labels = [f"{it.reading.first} or {it.reading.second}?" for it in chosen]
    controls.show_sprite(
        compose(
            np.array([it.prepared for it in chosen]),
            controls.palette(),
            columns=min(len(chosen), TILES),
            zoom=3,
            labels=labels,
        ),
        alt="For a human: " + ", ".join(labels),
        width=min(len(chosen), TILES) * 88 + 4,
    )
    places = reading.place_in_line
    st.caption(
        "; ".join(
            f"line {it.line + 1}, digit {places[place] + 1}: "
            + (
                "not like a digit"
                if it.refused
                else f"{it.reading.first} with {percent(it.reading.probabilities.max())}"
            )
            for place, it in zip(reading.for_human, chosen, strict=True)
        ).capitalize()
        + "."
    )


def _filled_in(digits: Digits) -> Form:
    """The form in view; made again rather than kept, as it takes a millisecond."""
    return fill_in(st.session_state.get(KIND) or next(iter(FORMS)), digits, _copy())


def _copy() -> int:
    """Which of the forms of a kind is in view."""
    return int(st.session_state.get(COPY, 0))


def _other() -> None:
    """Callback: fill in another form."""
    st.session_state[COPY] = (_copy() + 1) % COPIES
