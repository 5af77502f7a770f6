"""The stages of a preparation from left to right, each with its picture and its numbers.

It stays where it is while one draws; what a stroke changes comes into its box, see `mailbox`.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from mnist_core.data.preprocessing import Stage
from mnist_core.figures.palette import Palette
from mnist_core.figures.preparation_stages import small_picture
from mnist_core.web.payload import colours
from mnist_core.web.script import script

SIDE = 168  # pixels of a picture on the page; two fit beside each other on a phone
SEEN = "Drawn"  # the stage that shows what the eye sees, and not how much ink there is
SCRIPT = script(Path(__file__).with_suffix(".js"))
STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
component = st.components.v2.component("inside_a_cnn.stage_strip", js=SCRIPT, css=STYLE)


@dataclass(frozen=True)
class Without:
    """What is read without a step of the protocol.

    Attributes
    ----------
    step : in words
    digit : the answer; None if no ink is left
    probability : of that digit, in [0, 1]
    changes : whether it is another one than with the whole protocol
    """

    step: str
    digit: int | None
    probability: float
    changes: bool


def stage_strip(box: str, palette: Palette) -> None:
    """Show what comes into a box as stages, see `stage`."""
    component(key=box, data={"box": box, "colours": colours(palette)}, height="content")


def stage(of: Stage, without: Sequence[Without] = ()) -> Mapping[str, Any]:
    """A stage as the strip gets it, with what is read without each of its steps."""
    pixels = small_picture(of.array, SIDE)
    return {
        "name": of.name,
        "sentence": of.sentence,
        "size": pixels.shape,
        "pixels": b64encode(pixels.tobytes()).decode("ascii"),
        "seen": of.name == SEEN,
        "without": [asdict(it) for it in without],
    }
