"""The stages of the preparation: every one with its numbers, and its steps to switch off."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from html import escape

import numpy as np
import streamlit as st

from mnist_core.data.drawing import PROTOCOL, EmptyDrawing, Preparation, Step
from mnist_core.data.preprocessing import Stage
from mnist_core.figures.preparation_stages import small_picture
from mnist_core.figures.sprite import png_address
from mnist_core.network.forward import Network
from pages.ui import controls

STAGE = 168  # pixels; two fit beside each other on a phone
SEEN = "Drawn"  # the stage that shows what the eye sees, and not how much ink there is
OFF = "steps_off"  # in the session's state: the steps that are switched off
SWITCHES, COMPARE = "steps_", "without_each_step"  # keys; the first begins so
Prepare = Callable[[Collection[Step]], Preparation]
FILM = """<div style="display: flex; flex-wrap: wrap; gap: 1rem">{}</div>"""
FIGURE = """<figure style="width: {side}px; margin: 0">
<div style="width: {side}px; height: {side}px; border: 1px solid {grid}; background: {paper}">
<img alt="{alt}" src="{picture}" style="width: 100%; height: 100%; object-fit: contain;
image-rendering: {rendering}"></div>
<figcaption><p style="margin: 0.5rem 0"><strong>{name}</strong><br>{sentence}</p>{without}
</figcaption></figure>"""
WITHOUT = """<p style="margin: 0.25rem 0; font-size: 0.875rem">{}</p>"""


def steps() -> frozenset[Step]:
    """The steps of the protocol that are switched on."""
    return PROTOCOL - st.session_state.get(OFF, frozenset())


def restore() -> None:
    """Callback: switch every step on again."""
    st.session_state[OFF] = frozenset()


def say_what_is_off() -> None:
    """One line beside the answer while the protocol is not followed, with the way back."""
    off = [step.value for step in Step if step not in steps()]
    if off:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"Prepared without: {', '.join(off)}.", width="content")
            st.button("All steps on", on_click=restore, type="tertiary", key="restore_steps")


def show(preparation: Preparation, prepare: Prepare, network: Network) -> None:
    """The stages of a preparation, left to right.

    One element for all of them: this is drawn again at every stroke, and each element costs the
    server a millisecond.

    Parameters
    ----------
    preparation : with the steps that are switched on
    prepare : prepares the same drawing with any set of steps
    network : reads what would come out without each step, where that is asked for
    """
    st.markdown(
        "A network reads well only what looks like the digits it learnt from, so a drawing is "
        "prepared by the protocol by which MNIST was made. Switch a step off and watch the answer."
    )
    named = [step for switches in preparation.switches for step in switches]
    compares = _switches(named)
    without = _readings(prepare, named, network) if compares else {}
    st.html(
        FILM.format(
            "".join(
                _figure(stage, [without[step] for step in switches if step in without])
                for stage, switches in zip(preparation.stages, preparation.switches, strict=True)
            )
        )
    )


def _switches(named: Sequence[Step]) -> bool:
    """The steps to switch on and off, and whether each is to be compared with its absence."""
    key = f"{SWITCHES}{len(named)}"  # other steps, another widget
    st.session_state[key] = [step for step in named if step in steps()]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
        st.pills(
            "Steps of the protocol",
            named,
            selection_mode="multi",
            format_func=lambda step: step.value,
            key=key,
            on_change=partial(_switch, key, frozenset(named)),
            width="content",
        )
        return st.toggle("Compare without each", key=COMPARE, persist_state="session")


def _switch(key: str, named: frozenset[Step]) -> None:
    """Callback: remember which of these steps are off, also while other ones are offered."""
    off = named.difference(st.session_state[key])
    st.session_state[OFF] = (PROTOCOL - steps() - named) | off


def _figure(stage: Stage, without: Sequence[str]) -> str:
    """A stage as HTML: its picture enlarged, its numbers, and what is read without its steps."""
    colours, seen = controls.palette(), stage.name == SEEN
    return FIGURE.format(
        side=STAGE,
        grid=colours.grid,
        paper=colours.paper,
        alt=escape(f"{stage.name}: {stage.sentence}"),
        picture=png_address(small_picture(stage.array, colours, STAGE, seen)),
        rendering="pixelated" if max(stage.array.shape) < STAGE else "auto",
        name=escape(stage.name),
        sentence=escape(stage.sentence),
        without="".join(map(WITHOUT.format, without)),
    )


def _readings(prepare: Prepare, named: Sequence[Step], network: Network) -> Mapping[Step, str]:
    """What the network reads with the whole protocol but one step, in words."""
    digits = {}
    for step in (None, *named):
        try:
            digits[step] = prepare(PROTOCOL - {step}).digit
        except EmptyDrawing:
            continue
    if not digits:
        return {}
    found = dict(zip(digits, network.predict(np.stack(list(digits.values()))), strict=True))
    answer = int(found[None].argmax()) if None in found else None
    return {step: _sentence(step, found.get(step), answer) for step in named}


def _sentence(step: Step, probabilities: np.ndarray | None, answer: int | None) -> str:
    without = f"Without {step.value.lower()}: "
    if probabilities is None:
        return without + "no ink is left."
    digit = int(probabilities.argmax())
    change = f"still {digit}" if digit == answer else f"<strong>{digit}</strong>"
    return f"{without}{change}, {controls.percent(probabilities[digit])}"
