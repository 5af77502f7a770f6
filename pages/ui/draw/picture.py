"""A picture that was brought: turned, cropped, and with its ink told from its paper by a person."""

from dataclasses import replace
from functools import partial
from hashlib import sha256

import streamlit as st

from mnist_core.data.drawing import EmptyDrawing
from mnist_core.data.drawing.pictures import part
from mnist_core.figures.preparation_stages import crop_picture
from pages.ui import controls, resources
from pages.ui.components.cropper.cropper import cropper
from pages.ui.components.pad import pad

DARK, BRIGHT = "Dark is ink", "Bright is ink"
WHOLE = (0, 100)  # per cent
WIDTH = 320  # pixels


def of(data: bytes, several: bool) -> pad.Drawing:
    """The picture in a file, and its switches; UnreadablePicture if there is none.

    Several digits may be in it, or one.

    What was found by itself is chosen at first, and again for every other picture.
    """
    whole, digest = resources.picture(data), sha256(data).hexdigest()[:16]
    turns_key = f"turns_{digest}"
    turns = st.session_state.setdefault(turns_key, 0)
    across, down = _box(whole, turns, digest, turns_key)
    shown = part(whole, turns, across, down)
    name = f"{digest}_{turns}_{across}_{down}"  # what of the picture is read
    found = pad.Drawing(None, shown, name=name, id=controls.chosen_network(), several=several)
    return replace(found, dark=_dark(found, name))


def _box(whole, turns: int, digest: str, turns_key: str):
    """Where the part that is read begins and ends, across and down, as shares."""
    keys = f"across_{digest}", f"down_{digest}"
    with st.expander(
        "Turn or crop", icon=":material/crop_rotate:", key=f"crop_{digest}", on_change="rerun"
    ) as expander:
        if not expander.open:
            return tuple(_shares(st.session_state.get(key, WHOLE)) for key in keys)
        st.button(
            "A quarter turn",
            icon=":material/rotate_right:",
            key=f"turn_{digest}",
            on_click=_turn,
            args=(turns_key,),
        )
        labels = "From left to right, %", "From top to bottom, %"
        for label, key in zip(labels, keys, strict=True):
            st.session_state.setdefault(key, WHOLE)
            st.slider(label, *WHOLE, key=key, persist_state="session")
        across, down = (_shares(st.session_state[key]) for key in keys)
        turned = part(whole, turns, (0, 1), (0, 1))
        st.caption("Drag a frame over the part that is to be read, or set its sides above.")
        cropper(
            crop_picture(turned, across, down, controls.palette(), WIDTH),
            controls.palette(),
            alt="The picture, with a frame around the part of it that is read.",
            key=f"cropper_{digest}",
            on_crop=partial(_crop, keys),
        )
    return across, down


def _dark(drawing: pad.Drawing, name: str) -> bool | None:
    """Which side is ink, where a person says other than was found; None where nobody does."""
    try:
        found = drawing.inked.dark
    except (EmptyDrawing, ValueError):
        found = None
    if found is None:
        return None
    chosen = st.segmented_control(
        "Ink and paper",
        (DARK, BRIGHT),
        default=DARK if found else BRIGHT,
        required=True,
        key=f"side_{name}_{found}",
        help="Which of the two is ink was found by itself. Was the paper taken for it? Then "
        "choose the other.",
    )
    side = chosen == DARK
    return None if side == found else side


def _turn(key: str) -> None:
    """Callback: turn the picture clockwise."""
    st.session_state[key] = (st.session_state[key] + 1) % 4


def _crop(keys: tuple[str, str], across: tuple[int, int], down: tuple[int, int]) -> None:
    """Callback: read only this part."""
    for key, percent in zip(keys, (across, down), strict=True):
        st.session_state[key] = percent


def _shares(percent: tuple[int, int]) -> tuple[float, float]:
    return percent[0] / 100, percent[1] / 100
