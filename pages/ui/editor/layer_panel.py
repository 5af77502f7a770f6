"""One layer, opened: what can be changed of it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import streamlit as st

from mnist_core.editing.draft import DraftLine
from mnist_core.editing.spec import NEW, SOURCE, name_of
from mnist_core.figures.architecture_diagram import shape_text
from mnist_core.network.layers import LAYERS, MAX_FILTERS, MAX_KERNEL, MAX_UNITS
from mnist_core.network.limits import MAX_LAYERS
from mnist_core.network.sequential import Architecture
from pages.ui.editor import steps

READS = "reads"
FIELD_WIDTH = 150
FIELDS = MappingProxyType(
    {
        "filters": ("Filters", f"How many patterns it looks for, from 1 to {MAX_FILTERS:,}."),
        "kernel_size": ("Kernel", f"Side of the window in cells, from 1 to {MAX_KERNEL}."),
        "pool_size": ("Window", f"Side of the window in cells, from 1 to {MAX_KERNEL}."),
        "strides": ("Stride", f"How far the window moves, from 1 to {MAX_KERNEL}."),
        "units": ("Units", f"How many numbers it gives, from 1 to {MAX_UNITS:,}."),
        "rate": ("Rate", "Share of the values dropped in training, from 0 to below 1."),
        "padding": ("Padding", "Valid: the window stays inside. Same: zeros around the input."),
        SOURCE: ("Adds", "The earlier layer whose output is added. Both must have one shape."),
        READS: ("Reads", "Whose output it takes. Another than the one above is a way around it."),
    }
)


def show(place: int, lines: Sequence[DraftLine], architecture: Architecture) -> None:
    """The fields of a layer and the buttons that move, remove or add one.

    Parameters
    ----------
    place : of the layer, from 0
    lines : all lines of the draft
    architecture : the network that the draft began with
    """
    line = lines[place]
    with st.container(border=True):
        st.caption(f"**{line.spec.kind}** {LAYERS[line.spec.kind].purpose}.")
        with st.container(horizontal=True):
            for name, value in line.spec.settings:
                if name == SOURCE:
                    _layer_field(place, name, value, lines, architecture)
                else:
                    _field(place, name, value, architecture)
            if place:
                _layer_field(place, READS, line.spec.reads, lines, architecture)
        with st.container(horizontal=True):
            _buttons(place, len(lines), architecture)


def add_button(place: int, layers: int, architecture: Architecture) -> None:
    """A menu with all kinds of layers, of which one comes into this place."""
    st.menu_button(
        "Add below",
        list(NEW),
        icon=":material/add:",
        key=steps.ADD,
        disabled=layers >= MAX_LAYERS,
        on_click=steps.add,
        args=(architecture, place),
    )


def _buttons(place: int, layers: int, architecture: Architecture) -> None:
    for label, icon, to, possible in (
        ("Up", "arrow_upward", place - 1, place > 0),
        ("Down", "arrow_downward", place + 1, place < layers - 1),
    ):
        st.button(
            label,
            icon=f":material/{icon}:",
            key=steps.FIELD + label.lower(),
            disabled=not possible,
            on_click=steps.move,
            args=(architecture, place, to),
        )
    st.button(
        "Remove",
        icon=":material/delete:",
        key=steps.FIELD + "remove",
        disabled=layers == 1,
        on_click=steps.remove,
        args=(architecture, place),
    )
    add_button(place + 1, layers, architecture)


def _field(place: int, name: str, value: Any, architecture: Architecture) -> None:
    label, options = _options(place, name, value, architecture)
    if name == "padding":
        st.segmented_control(label, ("valid", "same"), required=True, **options)
    elif name == "rate":
        st.number_input(label, step=0.05, format="%.4g", width=FIELD_WIDTH, **options)
    else:
        st.number_input(label, step=1, width=FIELD_WIDTH, **options)


def _layer_field(
    place: int, name: str, value: int | None, lines: Sequence[DraftLine], architecture: Architecture
) -> None:
    """A field for the layer whose output is read: one above, or what a link has named."""
    chosen = steps.NONE if value is None else value
    label, options = _options(place, name, chosen, architecture)
    names = [line.name for line in lines]

    def words(other: int | str) -> str:
        if isinstance(other, str):
            return "the layer above" if name == READS else "choose a layer"
        row = lines[other].row if 0 <= other < len(lines) else None
        return name_of(other, names) + (f", {shape_text(row.output_shape)}" if row else "")

    choices = [steps.NONE, *range(place)]
    if chosen not in choices:
        choices.append(chosen)
    st.selectbox(label, choices, format_func=words, width=2 * FIELD_WIDTH, **options)


def _options(
    place: int, name: str, value: Any, architecture: Architecture
) -> tuple[str, dict[str, Any]]:
    """The label of a field, and what all fields have in common; it shows the value."""
    (label, help), key = FIELDS[name], steps.FIELD + name
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    arguments = (architecture, place, name)
    return label, {"key": key, "help": help, "on_change": steps.change, "args": arguments}
