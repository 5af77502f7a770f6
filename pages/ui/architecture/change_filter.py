"""Change one filter: mute it, keep nothing else, or put another in its place, and see the cost."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import streamlit as st

from mnist_core.evaluation.statistics import wilson
from mnist_core.explain import intervention as core
from mnist_core.explain.ablation import AccuracyChange, cost
from mnist_core.figures.before_after import before_and_after, map_rows
from mnist_core.network.forward import Activation, Network
from pages.ui import controls, guess, resources
from pages.ui.architecture.choose_part import choose_part, kind_of

ACTION, OTHER, GUESS = "action", "other_part", "guess_cost"  # keys, or their beginnings
LAST_SEED = 99
OWN_MAP = 130  # pixels: the side of the filter's own map
GUESSES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {"at most 5": (0, 5), "6 to 50": (6, 50), "more than 50": (51, 10**9)}
)
SAYS: Mapping[str, str] = MappingProxyType(
    {
        core.MUTE: "mute it",
        core.KEEP: "keep only it",
        core.BLUR: "replace it by a blur kernel",
        core.VERTICAL: "replace it by a vertical-edge kernel",
        core.HORIZONTAL: "replace it by a horizontal-edge kernel",
        core.COPY: "replace it by a copy of another",
        core.RANDOM: "replace it by random weights",
    }
)


def show(id: str, image: np.ndarray) -> None:
    """Choose a filter and what to do to it; after a guess, its map, the answer and the cost."""
    network = resources.network(id)
    st.markdown(
        "**How much hangs on one filter?** Mute one, keep only one, or put another in its place. "
        "Nothing is learnt anew."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        activation, part = choose_part(id, network, image)
        chosen = _choose_action(id, network, activation, part)
    digits = resources.few_digits()
    key = f"{GUESS}_{id}"
    guessed = guess.choose(
        key,
        f"Of {len(digits):,} validation digits, how many that are read rightly now will be read "
        f"wrongly when {kind_of(activation)} {part} of {activation.name} is muted?",
        GUESSES,
    )
    if guessed is None:
        return
    found = cost(digits.labels, resources.answers(id), resources.answers(id, chosen))
    if chosen.action == core.MUTE:
        low, high = GUESSES.get(guessed, (0, 0))
        guess.came_out(key, _lost(found), low <= found.lost <= high)
    else:
        st.markdown(_lost(found))
    _accuracy(found)
    _this_digit(network, image, activation, chosen)


def _choose_action(
    id: str, network: Network, activation: Activation, part: int
) -> core.Intervention:
    options = core.actions_for(network.architecture, activation.name)
    action = st.selectbox(
        "What to do",
        options,
        key=f"{ACTION}_{len(options)}",
        format_func=SAYS.__getitem__,
        persist_state="session",
        width=260,
    )
    other = 0
    if action in (core.COPY, core.RANDOM):
        parts = activation.output.shape[-1]
        last = parts - 1 if action == core.COPY else LAST_SEED
        other = st.number_input(
            "Copy of" if action == core.COPY else "Seed",
            0,
            last,
            key=f"{OTHER}_{id}_{parts}_{action}",
            width=110,
        )
    return core.Intervention(action, activation.name, part, int(other))


def _lost(found: AccuracyChange) -> str:
    """How many digits the change costs, and who suffers most."""
    lost = "1 digit is" if found.lost == 1 else f"{found.lost:,} digits are"
    text = f"**{lost} lost** and {found.won:,} won."
    if found.worst is not None:
        text += (
            f" The {found.worst} suffers most: {controls.percent(found.worst_before)} of them were "
            f"read rightly, now {controls.percent(found.worst_after)}."
        )
    return text


def _accuracy(found: AccuracyChange) -> None:
    """Right answers before and after."""
    with st.container(horizontal=True, gap="medium"):
        for name, right in (("before", found.before), ("after", found.after)):
            low, high = map(controls.percent, wilson(right, found.digits))
            st.metric(
                f"Accuracy {name}, {found.digits:,} validation digits",
                controls.percent(right / found.digits),
                delta=f"95 % interval {low} to {high}",
                delta_color="off",
                delta_arrow="off",
                width="content",
            )
    if resources.dataset().provenance.source == "embedded":
        st.caption(
            "The shipped networks have learnt from most of these digits: watch the change of "
            "accuracy more than its level."
        )


def _this_digit(
    network: Network, image: np.ndarray, activation: Activation, chosen: core.Intervention
) -> None:
    """What the change does to the filter's own map, and to the answer for the digit in view."""
    changed = core.intervene(network, chosen)
    before, after = (it.predict(image[np.newaxis])[0] for it in (network, changed))
    output = next(it.output for it in changed.activations(image) if it.name == activation.name)
    own, bars = st.columns([1, 2], gap="medium")
    with own:
        st.markdown(f"**{activation.name}, {kind_of(activation)} {chosen.part}, for this digit**")
        pair = [values[..., chosen.part] for values in (activation.output, output)]
        if activation.output.ndim == 3:
            picture = map_rows(
                [values[..., np.newaxis] for values in pair],
                ["its map before", "its map after"],
                controls.palette(),
                side=OWN_MAP,
            )
            controls.show_sprite(picture, alt="Its map before and after.", width="content")
            normalised = core.normalisation_after(network.architecture, activation.name)
            what = "the normalisation and the ReLU" if normalised else "the ReLU"
            st.caption(f"Both on one scale, before {what}.")
        else:
            st.markdown(f"Its value was {_number(pair[0])} and is {_number(pair[1])}.")
    with bars:
        first, second = int(before.argmax()), int(after.argmax())
        controls.show(
            before_and_after(before, after, controls.palette()),
            alt=f"Ten probabilities before and after; read as {first}, then as {second}.",
            key="intervened",
        )


def _number(value: np.ndarray) -> str:
    return f"{float(value):.3g}".replace("-", "−")
