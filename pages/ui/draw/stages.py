"""The stages of the preparation: every one with its numbers, its switch, and what hangs on it."""

from collections.abc import Callable, Collection

import numpy as np
import streamlit as st

from mnist_core.data.drawing import PROTOCOL, EmptyDrawing, Preparation, Step
from mnist_core.figures.preparation_stages import stage_picture
from mnist_core.network.forward import Network
from pages.ui import controls

STAGE = 168  # pixels; two fit beside each other on a phone
SEEN = "Drawn"  # the stage that shows what the eye sees, and not how much ink there is
SWITCH = "step_"  # keys begin so
Prepare = Callable[[Collection[Step]], Preparation]


def steps() -> frozenset[Step]:
    """The steps of the protocol that are switched on."""
    return frozenset(step for step in Step if st.session_state.get(SWITCH + step.name, True))


def restore() -> None:
    """Callback: switch every step on again."""
    for step in Step:
        st.session_state[SWITCH + step.name] = True


def say_what_is_off() -> None:
    """One line beside the answer while the protocol is not followed, with the way back."""
    off = [step.value for step in Step if step not in steps()]
    if off:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(f"Prepared without: {', '.join(off)}.", width="content")
            st.button("All steps on", on_click=restore, type="tertiary", key="restore_steps")


def show(preparation: Preparation, prepare: Prepare, network: Network) -> None:
    """The stages of a preparation, left to right.

    Parameters
    ----------
    preparation : with the steps that are switched on
    prepare : prepares the same drawing with any set of steps
    network : reads what would come out without each step
    """
    st.markdown(
        "A network reads well only what looks like the digits it learnt from, so a drawing is "
        "prepared by the protocol by which MNIST was made. Switch a step off and watch the answer."
    )
    named = [step for switches in preparation.switches for step in switches]
    without = _readings(prepare, named, network)
    with st.container(horizontal=True):
        for stage, switches in zip(preparation.stages, preparation.switches, strict=True):
            with st.container(width=STAGE):
                picture = stage_picture(
                    stage.array, controls.palette(), STAGE, seen=stage.name == SEEN
                )
                controls.show_sprite(picture, alt=f"{stage.name}: {stage.sentence}", width=STAGE)
                st.markdown(f"**{stage.name}**  \n{stage.sentence}")
                for step in switches:
                    st.session_state.setdefault(SWITCH + step.name, True)
                    st.toggle(step.value, key=SWITCH + step.name, persist_state="session")
                    st.caption(without.get(step, ""))


def _readings(prepare: Prepare, named: list[Step], network: Network) -> dict[Step, str]:
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
    return {step: _sentence(found.get(step), answer) for step in named}


def _sentence(probabilities: np.ndarray | None, answer: int | None) -> str:
    if probabilities is None:
        return "Without it there is no ink."
    digit = int(probabilities.argmax())
    share = controls.percent(probabilities[digit])
    change = f"still {digit}" if digit == answer else f"**{digit}**"
    return f"Without it: {change}, {share}"
