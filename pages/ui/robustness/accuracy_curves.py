"""Accuracy against the level of a perturbation: stored curves, and one measured while one waits."""

import time
from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from mnist_core.data.perturbations import PERTURBATIONS
from mnist_core.data.preprocessing import scale
from mnist_core.evaluation.robustness import READABLE, Curve
from mnist_core.figures import robustness_curves as figures
from mnist_core.figures.sprite import compose
from pages.ui import controls, resources
from pages.ui.robustness.one_digit import choose_change, networks

BUDGET = 0.5  # seconds of measuring between two chances for the page to answer
EXAMPLE = 2  # the first of these in the sample shows the levels; it has a clear up and down


def curves() -> None:
    """The curves of the chosen perturbation, what its levels look like, and how it was measured."""
    change = choose_change()
    perturbation = PERTURBATIONS[change]
    st.markdown(perturbation.sentence)
    draw(change)
    levels = figures.samples(perturbation.levels)
    sample = resources.sample()
    digit = scale(sample.images[[(sample.labels == EXAMPLE).argmax()]])  # without any, the first
    changed = [perturbation.function(digit, level, 0)[0] for level in levels]
    controls.show_sprite(
        compose(
            np.stack(changed),
            controls.palette(),
            columns=len(levels),
            zoom=2,
            gap=6,
            labels=[f"{level:.3g}" for level in levels],
        ),
        alt="One digit at levels from the first to the last.",
        width="content",
    )
    overview()
    provenance()


def draw(change: str) -> Mapping[str, Curve]:
    """The chart of one perturbation; returns its curves, as far as known, by the network's name.

    What is stored is drawn at once; a network of which nothing is stored joins in when it has
    been measured.
    """
    stored = {id: resources.curves(id) for id in networks()}
    known = {networks()[id]: found.curves[change] for id, found in stored.items() if found}
    majority = max((found.majority for found in stored.values() if found), default=0.0)
    for id in (id for id, found in stored.items() if found is None):
        measured = _measured(id, change)
        if not isinstance(measured, Curve):
            _wait(id, change)
            break
        known[networks()[id]] = measured
        majority = max(majority, resources.sample().counts.max() / len(resources.sample()))
    if known:
        controls.show(
            figures.accuracy_curves(known, majority, controls.palette()),
            alt=f"Accuracy against {figures.axis_title(PERTURBATIONS[change])}, one line a "
            "network, with 95 % intervals.",
            key=f"curves_{change}",
        )
    return known


def overview() -> None:
    """In which range each network still reads at least 90 % right, for every perturbation."""
    st.markdown(
        f"**How far it holds.** The levels between which a network reads {READABLE:.0%} "
        "or more.".replace("%", " %")
    )
    rows: dict[str, dict[str, str]] = {}
    for id, name in networks().items():
        found = resources.curves(id)
        for curve in found.curves.values() if found else ():
            perturbation = PERTURBATIONS[curve.perturbation]
            row = f"{perturbation.name}, {perturbation.unit}"
            rows.setdefault(row, {})[controls.plain(name)] = held(curve)
    st.table(pd.DataFrame(rows).T.rename_axis("change"))


def held(curve: Curve) -> str:
    """The range of levels around the neutral one where the accuracy stays above 90 %."""
    perturbation = PERTURBATIONS[curve.perturbation]
    if curve.untouched < READABLE:
        return "never"
    inside = [perturbation.neutral]
    for side in (-1, 1):
        end = curve.first_below(READABLE, side)
        outward = [
            level
            for level in curve.levels
            if (level - perturbation.neutral) * side > 0
            and (end is None or (end - level) * side > 0)
        ]
        inside += outward
    return " to ".join(map(figures.level_name, sorted({min(inside), max(inside)})))


def provenance() -> None:
    """On what each curve was measured, and by which command."""
    lines = []
    for id, name in networks().items():
        found = resources.curves(id)
        if found is not None:
            made = found.made
            lines.append(
                f"- **{controls.plain(name)}**: {made['data']['digits']:,} {made['data']['name']}, "
                f"`{made['command']}`, {made['date']}, NumPy {made['versions']['numpy']}"
            )
        else:
            lines.append(
                f"- **{controls.plain(name)}**: no curve is stored, so it is measured here, on "
                f"{len(resources.sample()):,} {resources.dataset().provenance.test_name}"
            )
    st.caption("Bars at the points are 95 % intervals (Wilson).")
    with st.expander("How the curves were measured"):
        st.markdown("\n".join(lines))


def _measured(id: str, change: str) -> Curve | float:
    """A curve measured now, or the share that was done when the time was up; the rest is kept."""
    perturbation, started = PERTURBATIONS[change], time.monotonic()
    right: list[int] = []
    for level in perturbation.levels:
        if time.monotonic() - started > BUDGET:
            return len(right) / len(perturbation.levels)
        right.append(resources.read_right(id, change, level))
    return Curve(change, perturbation.levels, tuple(right), len(resources.sample()))


@st.fragment(run_every=0.1)
def _wait(id: str, change: str) -> None:
    measured = _measured(id, change)
    if isinstance(measured, Curve):
        st.rerun()
    name, count = controls.plain(networks()[id]), len(resources.sample())
    st.progress(measured, text=f"{name} reads {count:,} digits at every level")
