"""The summary of a network under edit: a line for every layer, with its arithmetic; any opens."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from mnist_core.editing.budget import Share, shares
from mnist_core.editing.draft import INPUT, DraftLine
from mnist_core.figures.architecture_diagram import shape_text
from mnist_core.figures.unread_cells import leftover
from mnist_core.network.sequential import Architecture
from mnist_core.network.summary import Row
from pages.ui import controls
from pages.ui.editor import layer_panel, steps, summary_table

DIGIT = -1  # the place of the digit itself, above the first layer
NAME, NAME_WIDTH = "open_layer", 128
ALIGNED = f"<style>[class*=st-key-{NAME}_] button > div {{ justify-content: flex-start }}</style>"
"""Streamlit centres a button's words, but where a container of its own holds it."""


def show(lines: Sequence[DraftLine], architecture: Architecture) -> None:
    """All lines of a draft, and their sums beside those of the network that it began with."""
    st.html(ALIGNED)
    with st.container(gap="xxsmall"):
        _digit(len(lines), architecture)
        rows = whole(lines)
        known = [None] * len(lines) if rows is None else shares(rows)
        for place, share in enumerate(known):
            _line(place, lines, share, architecture)
        if rows is not None:
            _total(rows, architecture)


def whole(lines: Sequence[DraftLine]) -> list[Row] | None:
    """The summary, once every layer can stand."""
    rows = [line.row for line in lines if line.row is not None]
    return rows if len(rows) == len(lines) else None


def _digit(layers: int, architecture: Architecture) -> None:
    """The first line: what comes in."""
    with st.container(horizontal=True, wrap=False, gap="small"):
        _name_button(DIGIT, "digit")
        st.html(summary_table.word(shape_text(INPUT), controls.palette()))
    if st.session_state.get(steps.OPEN) == DIGIT:
        with st.container(border=True, horizontal=True):
            layer_panel.add_button(0, layers, architecture)


def _line(
    place: int, lines: Sequence[DraftLine], share: Share | None, architecture: Architecture
) -> None:
    """One layer: its name, its numbers, what it leaves out, what is wrong with it."""
    line, colours = lines[place], controls.palette()
    row = line.row
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
    if st.session_state.get(steps.OPEN) == place:
        layer_panel.show(place, lines, architecture)


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


def _name_button(place: int, name: str) -> None:
    opened = st.session_state.get(steps.OPEN) == place
    st.button(
        name,
        type="tertiary",
        key=f"{NAME}_{place}",
        icon=":material/expand_less:" if opened else ":material/edit:",
        width=NAME_WIDTH,
        on_click=steps.unfold,
        args=(None if opened else place,),
    )


def _total(rows: Sequence[Row], architecture: Architecture) -> None:
    with st.container(horizontal=True, wrap=False, gap="small"):
        st.html(summary_table.word("Total", controls.palette()), width=NAME_WIDTH)
        name = html.escape(architecture.title)
        st.html(summary_table.total(rows, architecture.rows, name, controls.palette()))
    st.markdown(summary_table.unread(rows))
