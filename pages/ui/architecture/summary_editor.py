"""The summary, editable: every layer with its arithmetic, any of them opened to be changed."""

from __future__ import annotations

import html
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import streamlit as st

from mnist_core.editing.budget import Share, same_paddings_that_give, shapes_from, shares
from mnist_core.editing.draft import INPUT, Draft, Line
from mnist_core.editing.spec import NEW
from mnist_core.figures.architecture_diagram import shape_text
from mnist_core.figures.unread_cells import leftover
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.keras_code import keras_code
from mnist_core.network.layers import LAYERS, MAX_FILTERS, MAX_KERNEL, MAX_UNITS
from mnist_core.network.limits import MAX_LAYERS
from mnist_core.network.sequential import Architecture
from mnist_core.network.summary import Row
from pages.ui import controls, edited_network, frame, recipe_form
from pages.ui.architecture import edit_guess, summary_table

OPEN, FIELD = "summary_open", "edit_"
ADD = FIELD + "add"
DIGIT = -1  # the place of the digit itself, above the first layer
NAME_WIDTH, FIELD_WIDTH = 128, 150

FIELDS = MappingProxyType(
    {
        "filters": ("Filters", f"How many patterns it looks for, from 1 to {MAX_FILTERS:,}."),
        "kernel_size": ("Kernel", f"Side of the window in cells, from 1 to {MAX_KERNEL}."),
        "pool_size": ("Window", f"Side of the window in cells, from 1 to {MAX_KERNEL}."),
        "strides": ("Stride", f"How far the window moves, from 1 to {MAX_KERNEL}."),
        "units": ("Units", f"How many numbers it gives, from 1 to {MAX_UNITS:,}."),
        "rate": ("Rate", "Share of the values dropped in training, from 0 to below 1."),
        "padding": ("Padding", "Valid: the window stays inside. Same: zeros around the input."),
    }
)


def show(architecture: Architecture, id: str) -> None:
    """The summary of the chosen network, or of the one that was made of it.

    Parameters
    ----------
    architecture : the network chosen in the sidebar, with which everything is compared
    id : its id, for the keys of what belongs to it
    """
    st.fragment(_summary)(architecture, id)


def _summary(architecture: Architecture, id: str) -> None:
    draft = _now(architecture)
    lines = draft.lines()
    st.markdown(
        "Press a layer to change it, move it, remove it, or put another below it. Every line "
        "follows at once. **Work** is multiply–accumulates for one digit."
    )
    edit_guess.show(architecture, id, _take)
    with st.container(gap="xxsmall"):
        _digit(len(lines), architecture)
        rows = _rows(lines)
        known = [None] * len(lines) if rows is None else shares(rows)
        for place, (line, share) in enumerate(zip(lines, known, strict=True)):
            _line(place, line, share, len(lines), architecture)
        _total(lines, architecture)
    _actions(draft, lines, architecture)
    if architecture.layers == ARCHITECTURES["keras_cnn"].layers:
        _document_004(architecture, draft)


def _digit(layers: int, architecture: Architecture) -> None:
    """The first line: what comes in."""
    with st.container(horizontal=True, wrap=False, gap="small"):
        _name_button(DIGIT, "digit")
        st.html(summary_table.word(shape_text(INPUT), controls.palette()))
    if st.session_state.get(OPEN) == DIGIT:
        with st.container(border=True, horizontal=True):
            _add_button(0, layers, architecture)


def _line(
    place: int, line: Line, share: Share | None, layers: int, architecture: Architecture
) -> None:
    """One layer: its name, its numbers, what it leaves out, what is wrong with it."""
    colours, row = controls.palette(), line.row
    with st.container(horizontal=True, wrap=False, gap="small"):
        _name_button(place, line.name)
        st.html(
            summary_table.cells(row, share, colours)
            if row
            else summary_table.missing(line.fault, colours)
        )
    if line.fault:
        st.error(line.fault, icon=":material/error:")
    if row and row.unused_cells:
        _left_out(line.name, row)
    if st.session_state.get(OPEN) == place:
        _panel(place, line, layers, architecture)


def _left_out(name: str, row: Row) -> None:
    words = summary_table.left_out(row)
    with st.container(horizontal=True, wrap=False, gap="small", vertical_alignment="center"):
        st.space(NAME_WIDTH)
        controls.show_sprite(
            leftover(row, controls.palette()),
            alt=f"One map; in orange {words}.",
            width="content",
        )
        st.caption(f"In orange, {name} leaves out {words}.", width="stretch")


def _panel(place: int, line: Line, layers: int, architecture: Architecture) -> None:
    """What can be changed of one layer, and what can be done with it."""
    with st.container(border=True):
        st.caption(f"**{line.spec.kind}** {LAYERS[line.spec.kind].purpose}.")
        if line.spec.settings:
            with st.container(horizontal=True):
                for name, value in line.spec.settings:
                    _field(place, name, value, architecture)
        with st.container(horizontal=True):
            for label, icon, to, possible in (
                ("Up", "arrow_upward", place - 1, place > 0),
                ("Down", "arrow_downward", place + 1, place < layers - 1),
            ):
                st.button(
                    label,
                    icon=f":material/{icon}:",
                    key=FIELD + label.lower(),
                    disabled=not possible,
                    on_click=_move,
                    args=(architecture, place, to),
                )
            st.button(
                "Remove",
                icon=":material/delete:",
                key=FIELD + "remove",
                disabled=layers == 1,
                on_click=_remove,
                args=(architecture, place),
            )
            _add_button(place + 1, layers, architecture)


def _field(place: int, name: str, value: Any, architecture: Architecture) -> None:
    (label, help), key = FIELDS[name], FIELD + name
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    options = {"key": key, "help": help, "on_change": _change, "args": (architecture, place, name)}
    if name == "padding":
        st.segmented_control(label, ("valid", "same"), required=True, **options)
    elif name == "rate":
        st.number_input(label, step=0.05, format="%.4g", width=FIELD_WIDTH, **options)
    else:
        st.number_input(label, step=1, width=FIELD_WIDTH, **options)


def _add_button(place: int, layers: int, architecture: Architecture) -> None:
    st.menu_button(
        "Add below",
        list(NEW),
        icon=":material/add:",
        key=ADD,
        disabled=layers >= MAX_LAYERS,
        on_click=_add,
        args=(architecture, place),
    )


def _name_button(place: int, name: str) -> None:
    opened = st.session_state.get(OPEN) == place
    with st.container(width=NAME_WIDTH):  # or the button would centre its name
        st.button(
            name,
            type="tertiary",
            key=f"open_layer_{place}",
            icon=":material/expand_less:" if opened else ":material/edit:",
            on_click=_open,
            args=(None if opened else place,),
        )


def _rows(lines: tuple[Line, ...]) -> list[Row] | None:
    """The summary, once every layer can stand."""
    rows = [line.row for line in lines if line.row is not None]
    return rows if len(rows) == len(lines) else None


def _total(lines: tuple[Line, ...], architecture: Architecture) -> None:
    if (rows := _rows(lines)) is None:
        return
    with st.container(horizontal=True, wrap=False, gap="small"):
        st.html(summary_table.word("Total", controls.palette()), width=NAME_WIDTH)
        before, name = architecture.rows, html.escape(architecture.title)
        st.html(summary_table.total(rows, before, name, controls.palette()))
    st.markdown(summary_table.unread(rows))


def _actions(draft: Draft, lines: tuple[Line, ...], architecture: Architecture) -> None:
    """What to do with the edited network: train it, take it back, copy it."""
    edits, sound = edited_network.current() is not None, not any(line.fault for line in lines)
    own = edits or architecture.id not in ARCHITECTURES  # those can be trained as they are
    with st.container(horizontal=True):
        if st.button(
            "Train this network",
            type="primary",
            icon=":material/model_training:",
            key=FIELD + "train",
            disabled=not (own and sound),
        ):
            if not edits:
                edited_network.put(draft)
            recipe_form.choose_own()
            frame.go("training")
        st.button(
            "Undo",
            icon=":material/undo:",
            key=FIELD + "undo",
            disabled=not edited_network.can_undo(),
            on_click=edited_network.undo,
        )
        st.button(
            f"Start over from {controls.plain(architecture.title)}",
            icon=":material/restart_alt:",
            key=FIELD + "reset",
            disabled=not edits,
            on_click=edited_network.put,
            args=(None,),
        )
    if edits and sound:
        st.caption("The address of this page holds your network: send it, and others have it.")
    if own and sound:
        with st.expander("Your network in Keras"):
            st.code(keras_code(draft.architecture()), language="python")


def _document_004(architecture: Architecture, draft: Draft) -> None:
    """What its document says of this network, what is true, and the edits that would make it so."""
    st.markdown(summary_table.document_004(architecture.rows))
    names = [row.layer.name for row in architecture.rows]
    ways = same_paddings_that_give(architecture.rows, summary_table.DOCUMENT_004[1])
    drafts = {it: Draft.of(architecture).changed(names.index(it), "padding", "same") for it in ways}
    with st.container(horizontal=True):
        for name, edit in drafts.items():
            st.button(
                f"Try it: same padding in {name}",
                key=f"{FIELD}same_{name}",
                on_click=_take,
                args=(architecture, edit),
            )
    if draft in drafts.values():
        path = shapes_from(draft.architecture().rows, "conv2")
        st.markdown(f"Done: the ledger above now says **{' → '.join(map(shape_text, path))}**.")


def _now(architecture: Architecture) -> Draft:
    """The draft in view: what was made of the chosen network, or the network itself."""
    return edited_network.current() or Draft.of(architecture)


def _take(architecture: Architecture, draft: Draft) -> None:
    """Callback: this is the draft from now on; back at the chosen network there is no edit."""
    edited_network.put(None if draft == Draft.of(architecture) else draft)


def _change(architecture: Architecture, place: int, name: str) -> None:
    _edit(architecture, place, Draft.changed, name, st.session_state[FIELD + name])


def _move(architecture: Architecture, place: int, to: int) -> None:
    _edit(architecture, place, Draft.moved, to)
    _open(to)


def _remove(architecture: Architecture, place: int) -> None:
    _edit(architecture, place, Draft.removed)
    _open(None)


def _add(architecture: Architecture, place: int) -> None:
    kind = st.session_state[ADD]
    if kind in NEW:
        _take(architecture, _now(architecture).added(place, kind))
        _open(place)


def _edit(
    architecture: Architecture, place: int, operation: Callable[..., Draft], *arguments: Any
) -> None:
    """Apply an operation to the draft of this moment, which a quick second click may have cut."""
    draft = _now(architecture)
    if place < len(draft.specs):
        _take(architecture, operation(draft, place, *arguments))


def _open(place: int | None) -> None:
    st.session_state[OPEN] = place
