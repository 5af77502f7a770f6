"""Build: a network of one's own, from a known one to start with, layer by layer."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from mnist_core.editing.presets import PRESETS
from mnist_core.figures.architecture_diagram import diagram, shape_text
from mnist_core.figures.diagram_arcs import in_words
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.sequential import Architecture
from mnist_core.network.summary import Row
from pages.ui import controls, edited_network, resources
from pages.ui.editor import lines, own_network, steps, summary_table

START = "start"  # also the name of the URL parameter


def show() -> None:
    """The network to start from, then what has become of it, and the summary to go on with."""
    ids = (*controls.offered_networks(), *PRESETS)
    id = st.selectbox(
        "Start from",
        ids,
        index=ids.index(controls.chosen_network()),
        key=START,
        bind="query-params",
        on_change=_begin,
        help="What you have built so far makes way for it; Undo brings it back.",
    )
    start = _architecture(id)
    source = start.source or "source unknown"
    st.markdown(
        f"**{controls.plain(start.title)}** ({controls.plain(source)}). What you make of it is "
        "**your network** on every page: Training trains it, and the address carries it."
    )
    st.fragment(_bench)(start)


def _architecture(id: str) -> Architecture:
    known = PRESETS.get(id) or ARCHITECTURES.get(id)
    return known or resources.network(id).architecture


def _begin() -> None:
    """Callback: begin anew with the network that was chosen."""
    if edited_network.current() is not None:
        edited_network.put(None)


def _bench(start: Architecture) -> None:
    """The network as it is now: whether it can be, what it costs, its picture, its summary."""
    draft = steps.now(start)
    found = draft.lines()
    rows = lines.whole(found)
    fault = next((line for line in found if line.fault), None)
    if fault is not None:
        place = found.index(fault) + 1
        st.markdown(f"**It cannot be built yet**: look at layer {place}, {fault.name}, below.")
    elif rows is not None:
        _figures(rows, start)
        _picture(rows)
    st.caption(
        "Press a layer to change it, move it, remove it, or put another below it. “Add” sums two "
        "layers, which makes a network residual; “Reads” lets a layer go around others. Try it: "
        "start from resnet_style, train it with and without add1 and add3, and compare."
    )
    lines.show(found, start)
    own_network.show(draft, found, start)


def _figures(rows: Sequence[Row], start: Architecture) -> None:
    """Size, work and sight, each beside that of the network it began with."""
    before = start.rows
    for_now = (
        ("Layers", len(rows), len(before)),
        ("Parameters", sum(row.parameters for row in rows), start.parameters),
        ("Multiply–accumulates", sum(row.macs for row in rows), start.macs),
    )
    with st.container(horizontal=True, gap="medium"):
        for label, number, then in for_now:
            changed = number != then
            below = summary_table.compared(number, then, start.title) if changed else None
            _figure(label, f"{number:,}", below)
        sees, _, beyond = summary_table.reach(rows).partition(" pixels")
        _figure("A last map's value sees", sees, f"pixels of 28 × 28{beyond}")


def _figure(label: str, value: str, below: str | None) -> None:
    st.metric(label, value, delta=below, delta_color="off", delta_arrow="off", width="content")


def _picture(rows: Sequence[Row]) -> None:
    path, colours = " → ".join(shape_text(row.output_shape) for row in rows), controls.palette()
    figure = resources.made(("diagram", str(rows), colours.name), lambda: diagram(rows, colours))
    around = in_words(rows)
    controls.show(figure, alt=f"The shapes: {path}.{around}", key="built")
    if around:
        st.caption(
            "A green line is a way around: it leaves a layer whose output is read again further "
            "down, and its arrow stands at the layer that reads it."
        )
