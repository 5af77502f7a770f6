"""The stages of the preparation: every one with its numbers, and its steps to switch off."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from mnist_core.data.drawing import PROTOCOL, EmptyDrawing, Preparation, Step
from mnist_core.network.forward import Network
from pages.ui import controls
from pages.ui.components.stage_strip import stage_strip
from pages.ui.components.stage_strip.stage_strip import Without

OFF = "steps_off"  # in the session's state: the steps that are switched off
STRIP, COMPARE = "stage_strip", "without_each_step"  # keys
SWITCHES = "steps_"  # how a key begins
Prepare = Callable[[Collection[Step]], Preparation]


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


def show(named: Sequence[Step]) -> None:
    """These steps to switch on and off, and the stages that they make of a drawing.

    What a stroke changes is not in it, and comes into its box: see `told`.
    """
    st.markdown(
        "A network reads well only what looks like the digits it learnt from, so a drawing is "
        "prepared by the protocol by which MNIST was made. Switch a step off and watch the answer."
    )
    key = f"{SWITCHES}{len(named)}"  # other steps, another widget
    controls.stand_at(key, [step for step in named if step in steps()])
    with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
        st.pills(
            "Steps of the protocol",
            named,
            selection_mode="multi",
            format_func=lambda step: step.value,
            key=key,
            persist_state="session",
            on_change=partial(_switch, key, frozenset(named)),
            width="content",
        )
        st.toggle("Compare without each", key=COMPARE, persist_state="session")
    stage_strip.stage_strip(STRIP, controls.palette())


def _switch(key: str, named: frozenset[Step]) -> None:
    """Callback: remember which of these steps are off, also while other ones are offered."""
    off = named.difference(st.session_state[key])
    st.session_state[OFF] = (PROTOCOL - steps() - named) | off


def told(preparation: Preparation, prepare: Prepare, network: Network) -> list[Mapping[str, Any]]:
    """What the box `STRIP` holds: the stages of a preparation.

    Parameters
    ----------
    preparation : with the steps that are switched on
    prepare : prepares the same drawing with any set of steps
    network : reads what would come out without each step, where that is asked for
    """
    named = [step for switches in preparation.switches for step in switches]
    compares = st.session_state.get(COMPARE, False)
    without = _readings(prepare, named, network) if compares else {}
    return [
        stage_strip.stage(stage, [without[step] for step in switches if step in without])
        for stage, switches in zip(preparation.stages, preparation.switches, strict=True)
    ]


def _readings(prepare: Prepare, named: Sequence[Step], network: Network) -> Mapping[Step, Without]:
    """What the network reads with the whole protocol but one step."""
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
    return {step: _without(step, found.get(step), answer) for step in named}


def _without(step: Step, probabilities: np.ndarray | None, answer: int | None) -> Without:
    name = step.value.lower()
    if probabilities is None:
        return Without(name, None, 0.0, changes=True)
    digit = int(probabilities.argmax())
    return Without(name, digit, float(probabilities[digit]), digit != answer)
