"""Disturb the digit and see what moves: its maps, its probabilities, and who follows a shift."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import streamlit as st

from mnist_core.data.perturbations import PERTURBATIONS, perturb
from mnist_core.data.preprocessing import as_ink
from mnist_core.explain.activity import most_active_parts
from mnist_core.explain.equivariance import Following, following
from mnist_core.figures.before_after import before_and_after, changes, map_rows
from mnist_core.figures.sprite import compose
from mnist_core.network.forward import Network
from pages.ui import controls, resources

KEYS = MappingProxyType(
    {
        "right": "move_right",
        "down": "move_down",
        "rotate": "turn_degrees",
        "thicken": "thicker_stroke",
        "noise": "added_noise",
    }
)
"""The sliders' keys by perturbation, in the order in which they stand."""
SLIDERS = MappingProxyType(
    {id: it.disturb for id, it in PERTURBATIONS.items() if it.disturb is not None}
)
DONE = ("thicken", "rotate", "right", "down", "noise")  # the order in which it is done
SHIFT_AT_FIRST = 4  # pixels: a whole number of cells in every layer of the shipped networks
EXACT = 1e-4  # rounding alone makes less of a difference
MAPS = 6  # shown of a layer
OTHERS = ("Dropout", "Flatten", "ReLU", "Softmax")  # they follow what comes before them


def show(id: str, image: np.ndarray) -> None:
    """Sliders, the digit before and after, its probabilities, its maps, and who follows."""
    network = resources.network(id)
    st.markdown(
        "**Move the sliders** and watch what the network makes of it. Try a shift of 1 pixel after "
        "one of 4: which layers still follow?"
    )
    levels = _choose()
    ink, changed = as_ink(image), perturb(image, {id: levels[id] for id in DONE})
    before, after = network.predict(np.stack([ink, changed]))
    pictures, bars = st.columns([2, 3], gap="medium")
    with pictures:
        sprite = compose(
            np.stack([ink, changed]),
            controls.palette(),
            columns=2,
            zoom=5,
            gap=8,
            labels=["before", "after"],
        )
        controls.show_sprite(sprite, alt="The digit before and after.", width="content")
        st.markdown(_answers(before, after))
        seed = " The noise has seed 0." if levels["noise"] else ""
        st.caption(f"What leaves the frame is lost.{seed}")
    with bars:
        controls.show(
            before_and_after(before, after, controls.palette()),
            alt=f"Ten probabilities before and after. {_answers(before, after)}",
            key="disturbed",
        )
    _maps(id, network, ink, changed)
    _who_follows(network, ink, levels)


def _choose() -> dict[str, float]:
    """The sliders, and where they stand, by perturbation."""
    levels = {}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for id, key in KEYS.items():
            slider = SLIDERS[id]
            st.session_state.setdefault(key, SHIFT_AT_FIRST if id == "right" else 0 * slider.step)
            levels[id] = st.slider(
                slider.name if id == "noise" else f"{slider.name}, {PERTURBATIONS[id].unit}",
                slider.lowest,
                slider.highest,
                key=key,
                step=slider.step,
                persist_state="session",
                width=150,
            )
        st.button("All to 0", on_click=_reset, key="all_to_0")
    return levels


def _reset() -> None:
    for id, key in KEYS.items():
        st.session_state[key] = 0 * SLIDERS[id].step  # a float's 0 is a float


def _answers(before: np.ndarray, after: np.ndarray) -> str:
    first, second = int(before.argmax()), int(after.argmax())
    kept = "still" if first == second else "now"
    return (
        f"Read as {first} with a probability of {controls.percent(before[first])} before, "
        f"{kept} as {second} with {controls.percent(after[second])}."
    )


def _maps(id: str, network: Network, ink: np.ndarray, changed: np.ndarray) -> None:
    """The most active maps of a layer, before in one row and after in the next."""
    first, second = network.activations(ink), network.activations(changed)
    layers = {
        it.name: place
        for place, it in enumerate(first)
        if it.output.ndim == 3 and it.layer.kind != "Dropout"
    }
    if not layers:
        st.markdown("This network has no maps to watch: its first layer already mixes all pixels.")
        return
    name = st.selectbox("Maps of", layers, key=f"maps_of_{id}", persist_state="session", width=170)
    rows = [it[layers[name]].output for it in (first, second)]
    shown = most_active_parts(rows[0], MAPS)
    picture = map_rows(
        [row[..., shown] for row in rows],
        ["before", "after, on the same scale"],
        controls.palette(),
    )
    alt = f"The {len(shown)} most active maps of {name}, before and after."
    controls.show_sprite(picture, alt=alt, width="content")
    numbers = ", ".join(map(str, shown))
    st.caption(f"The {len(shown)} most active of {rows[0].shape[-1]} maps, from left: {numbers}.")


def _who_follows(network: Network, ink: np.ndarray, levels: Mapping[str, float]) -> None:
    """How far every layer's values move along with the digit."""
    st.markdown("**Who follows a shift?**")
    right, down = int(levels["right"]), int(levels["down"])
    if not (right or down) or any(levels[id] for id in ("rotate", "thicken", "noise")):
        st.caption("Shift the digit, with all other sliders at 0, and it is measured here.")
        return
    found = [
        step
        for step, row in zip(
            following(network, ink, right, down),
            network.architecture.rows,
            strict=True,
        )
        if row.layer.kind not in OTHERS
    ]
    layers = network.architecture.layers
    dense = next((layer.name for layer in layers if layer.kind == "Dense"), None)
    st.markdown(_explanation(found, dense))
    controls.show(
        changes(
            [step.name for step in found],
            [step.in_place for step in found],
            [step.moved for step in found],
            controls.palette(),
        ),
        alt="Change of every layer, compared in place and after moving the maps along.",
        key="who_follows",
    )
    st.caption(
        "Change: length of the difference over length of the layer's values. Maps moved along are "
        "compared on the cells that both have, at the nearest whole number of cells."
    )


def _explanation(found: list[Following], dense: str | None) -> str:
    """What the bars show, in sentences that only say what was measured."""
    maps = [
        (step.name, step.cells, step.moved)
        for step in found
        if step.cells is not None and step.moved is not None
    ]
    exact = [name for name, _, moved in maps if moved < EXACT]
    off = next((it for it in maps if it[2] >= EXACT), None)
    sentences = []
    if exact:
        follow = "follows exactly: its" if len(exact) == 1 else "follow exactly: their"
        sentences.append(f"{', '.join(exact)} {follow} maps are the old ones, moved along.")
    if off is not None:
        name, cells, moved = off
        right, down = (f"{cell:g}".replace("-", "−") for cell in cells)
        why = "between cells there is nothing to move to"
        if all(cell == int(cell) for cell in cells):
            why = "the zeros of its padding stay at the frame"
        sentences.append(
            f"{name} ought to move {right} cells right and {down} down and is off by "
            f"{_share(moved)}: {why}."
        )
    for step in found:
        if step.name == dense and step.cells is None:
            change = _share(step.in_place)
            sentences.append(f"{dense} has no map to move: its values change by {change}.")
    return " ".join(sentences)


def _share(change: float) -> str:
    return f"{100 * change:.3g} %"
