"""Where a network's parameters are and where its work is, after three guesses."""

import streamlit as st

from mnist_core.editing.budget import shares
from mnist_core.figures.architecture_diagram import shape_text
from mnist_core.figures.budget_bars import budget_bars
from mnist_core.network.sequential import Architecture
from pages.ui import controls, guess

MOST = 1_000_000  # parameters that can be guessed


def show(id: str, architecture: Architecture) -> None:
    """Ask for one layer's parameters, the heaviest layer and the busiest; then show all shares.

    Parameters
    ----------
    id, architecture : of the network in view
    """
    spent, title = shares(architecture.rows), controls.plain(architecture.title)
    options = [share.name for share in spent if share.parameters]
    heavy, busy = max(spent, key=lambda it: it.parameters), max(spent, key=lambda it: it.work)
    if not _count(id, architecture):
        return
    key = f"guess_parameters_{id}"
    most = guess.choose(key, f"Which layer of {title} holds most of the parameters?", options)
    if most is None:
        return
    outcome = f"**{heavy.name}** holds {controls.percent(heavy.parameters)} of the parameters."
    guess.came_out(key, outcome, most == heavy.name)
    key = f"guess_work_{id}"
    work = guess.choose(key, f"And which one of {title} does most of the work?", options)
    if work is None:
        return
    guess.came_out(
        key,
        f"**{busy.name}** does {controls.percent(busy.work)} of the work with "
        f"{controls.percent(busy.parameters)} of the parameters.",
        work == busy.name,
    )
    controls.show(
        budget_bars(spent, controls.palette()),
        alt=f"Shares by layer: most parameters in {heavy.name}, most work in {busy.name}.",
        key="budget",
    )
    st.caption(
        "The weights of a kernel work at every position of the map, those of a dense layer once. "
        "Work is counted in multiply–accumulates for one digit."
    )


def _count(id: str, architecture: Architecture) -> bool:
    """How many parameters has the first layer that has any? Whether that may be seen now."""
    row = next(row for row in architecture.rows if row.parameters)
    key, name = f"guess_count_{id}", f"{row.layer.name} ({row.layer.kind})"
    shapes = f"from {shape_text(row.input_shape)} to {shape_text(row.output_shape)}"
    window = row.layer.window
    slides = f", with a window of {window.size} × {window.size}" if window else ""
    asks = f"{name} goes {shapes}{slides}. How many parameters has it?"
    given = guess.number(key, asks, 0, MOST, 0)
    if given is None:
        return False
    outcome = f"{name} has {row.parameter_formula}: **{row.parameters:,} parameters**."
    guess.came_out(key, outcome, given == f"{row.parameters:,}")
    return True
