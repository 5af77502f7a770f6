"""The sheet on the pad: its colours and what it began with, which Streamlit and the canvas forget.

The canvas begins anew, its undo with it, where its colours change or what it began with; Streamlit
forgets what is on it as soon as it is not shown. So a sheet in use keeps its colours, and one that
was away comes back with what was drawn on it, in the colours of now.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from mnist_core.figures.palette import Palette

KEPT = "kept_sheets"  # key: for each pad its sheet, and what was last drawn on it

Objects = tuple[Mapping[str, Any], ...]  # as Fabric.js writes them


@dataclass(frozen=True)
class PadSheet:
    """What the canvas begins with: the colours of paper and ink, and the strokes on it, if any."""

    paper: str
    ink: str
    objects: Objects = ()

    @property
    def drawing(self) -> dict[str, Any]:
        """What it began with, in the canvas' own words."""
        return {"objects": list(self.objects)}


@dataclass(frozen=True)
class _Kept:
    sheet: PadSheet
    objects: Objects
    used: bool  # there were strokes on it, which undo or redo may bring back


def is_drawing(said: Mapping[str, Any] | None) -> bool:
    """Whether that is what a canvas says of itself, or nothing yet: anybody can send anything."""
    if said is None:
        return True
    drawing, fit = said.get("drawing") or {}, said.get("backgroundFit")
    raw = drawing.get("raw") or {} if isinstance(drawing, dict) else None
    objects = raw.get("objects", []) if isinstance(raw, dict) else None
    return (
        fit is None
        and isinstance(objects, list)
        and all(isinstance(it, dict) for it in objects)
        and isinstance(drawing.get("data"), str | None)
    )


def take_up(key: str, palette: Palette) -> PadSheet:
    """The sheet for the pad with this key, a blank one in the colours of now if none is in use."""
    kept = st.session_state.get(KEPT, {}).get(key)
    if kept is None:
        return PadSheet(palette.paper, palette.ink)
    shown = st.session_state.get(key)
    if shown is None:  # it was away
        objects = tuple({**it, "stroke": palette.ink} for it in kept.objects)
        return PadSheet(palette.paper, palette.ink, objects)
    arrived = (shown.get("drawing") or {}).get("raw") or {}
    in_use = kept.used or arrived.get("objects")
    return kept.sheet if in_use else PadSheet(palette.paper, palette.ink)


def state(key: str, palette: Palette) -> dict[str, bool]:
    """Whether the sheet began otherwise than a blank one would now, and whether nothing is on it.

    To clear the first takes a new sheet; one of both kinds, if undo and redo bring nothing back,
    is better put away.
    """
    blank = PadSheet(palette.paper, palette.ink)
    found = st.session_state.get(KEPT, {}).get(key, _Kept(blank, (), used=False))
    renews = found.sheet != blank
    return {"renews": renews, "stale": renews and not found.objects}


def keep(key: str, sheet: PadSheet, drawing: Mapping[str, Any] | None) -> None:
    """Remember what is drawn on a sheet by now."""
    objects = tuple((drawing or {}).get("objects", ()))
    sheets = st.session_state.setdefault(KEPT, {})
    used = bool(objects) or (key in sheets and sheets[key].sheet == sheet and sheets[key].used)
    sheets[key] = _Kept(sheet, objects, used)


def forget() -> None:
    """Put every sheet away: the next ones are blank."""
    st.session_state.pop(KEPT, None)
