"""Pictures that people bring: decoded, their ink told from paper, and cut into digits, once each.

Known by their content, so that a click that changes something else costs nothing. Few are kept, as
each takes some megabytes.
"""

from collections.abc import Hashable

import numpy as np
import streamlit as st

from mnist_core.data.drawing import Preparation
from mnist_core.data.drawing.ink import Inked, find_ink
from mnist_core.data.drawing.likeliest import find_likely_digit, find_likely_ink
from mnist_core.data.drawing.pictures import read_picture
from mnist_core.data.drawing.protocol import alone
from mnist_core.data.drawing.segmentation import Cut, segment_ink, written
from mnist_core.evaluation.rejection import judge_by
from pages.ui.resources.networks import network

FEW = 8


@st.cache_resource(max_entries=FEW, show_spinner=False)
def picture(data: bytes) -> np.ndarray:
    """The picture in a file, see `read_picture`; UnreadablePicture if there is none."""
    read = read_picture(data)
    read.flags.writeable = False
    return read


@st.cache_resource(max_entries=FEW, show_spinner=False)
def inked(id: str, name: Hashable, dark: bool | None, several: bool, _picture: np.ndarray) -> Inked:
    """The picture of this name with its ink told from its paper, see `find_ink`.

    Where nobody says which side is ink and brightness leaves it open, the network with this id
    says what looks more like a digit, or like several.
    """
    if dark is not None:
        return find_ink(_picture, dark)
    judge = judge_by(network(id))
    if several:
        return find_likely_ink(_picture, judge, written)
    return find_likely_digit(_picture, judge, alone)


@st.cache_resource(max_entries=FEW, show_spinner=False)
def cuts(
    id: str, name: Hashable, dark: bool | None, _picture: np.ndarray
) -> tuple[tuple[tuple[Cut, Preparation], ...], str]:
    """The digits in the picture of this name, where the network with this id cuts them.

    And what else it decided, see `Number.sentence`.
    """
    ink = inked(id, name, dark, True, _picture).ink
    found = segment_ink(ink, judge_by(network(id)))
    return tuple((it, it.preparation) for it in found.cuts), found.sentence
