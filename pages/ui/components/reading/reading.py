"""What a network reads, as it is drawn: ten bars, the digit, the verdict and the second guess.

While the pen moves the browser reads what is there so far, by the arrays of the network that it
was sent; when the pen is lifted the server answers, and its answer is what stays. A stroke costs
the server two short messages: the strokes it gets, and the answer it gives.
"""

import json
from base64 import b64encode
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import streamlit as st

from mnist_core.data.drawing import Step
from mnist_core.data.preprocessing import WHITE
from mnist_core.evaluation.rejection import Reading
from mnist_core.figures.palette import Palette
from mnist_core.web.payload import colours
from mnist_core.web.script import script
from pages.ui import resources
from pages.ui.components.mailbox import mailbox
from pages.ui.components.mailbox.mailbox import Loader

FOLDER = Path(__file__).parent
STEPS: Mapping[Step, str] = MappingProxyType(
    {
        Step.CROP: "crop",
        Step.SIZE: "size",
        Step.ASPECT: "aspect",
        Step.CENTRE: "centre",
        Step.FULL_INK: "ink",
    }
)
"""What the browser calls the steps that it can leave out."""
SUREST = 1 - 2**-25  # a probability above it is the 1 to which float32 rounds, and no certainty
READER = f"const READER = {json.dumps(script(FOLDER / 'reader.js'))}\n"  # it runs in a worker
CSS = (FOLDER / "reading.css").read_text(encoding="utf-8")
loader = Loader("reading", READER + script(FOLDER / "entry.js"), CSS)


def reading(
    id: str,
    palette: Palette,
    box: str,
    follows: Mapping[str, Any] | None = None,
    pictured: bool = True,
) -> None:
    """Show what comes into a box as an answer, see `answer`.

    Parameters
    ----------
    id : of the network that answers
    palette : colours of the appearance
    box : the name of the box
    follows : what it follows: `pen`, `dials` or `drag`
    pictured : whether the digit is shown as well
    """
    token, _ = resources.packed_network(id)
    data = {
        "box": box,
        "network": token,
        "title": resources.network(id).architecture.title,
        "colours": colours(palette),
        "pictured": pictured,
        "follows": follows,
    }
    loader.show(box, data, needs=[token])


def pen(size: tuple[int, int], width: int, steps: Collection[Step], active: bool) -> dict[str, Any]:
    """Follow the pen on the pad.

    Parameters
    ----------
    size : the pad's width and height, in its own pixels
    width : of the pen
    steps : of the protocol, those that prepare what is drawn
    active : whether it is the strokes that are read, and not their picture
    """
    named = {name: step in steps for step, name in STEPS.items()}
    return {"kind": "pen", "size": size, "pen": width, "steps": named, "active": active}


def dials(
    keys: Mapping[str, str],
    digit: np.ndarray,
    steps: Mapping[str, Sequence[float]] = MappingProxyType({}),
    draws: np.ndarray | None = None,
) -> dict[str, Any]:
    """Follow sliders that change a digit.

    Parameters
    ----------
    keys : of the sliders, by the id of the perturbation
    digit : before it is changed, float array of shape (28, 28), in [0, 1]
    steps : the levels of those that are `st.select_slider`, by the same ids
    draws : what a seed draws for the change, see Perturbation; None if it draws nothing
    """
    return {
        "kind": "dials",
        "keys": dict(keys),
        "digit": _exact(digit),
        "steps": {id: list(levels) for id, levels in steps.items()},
        "draws": "" if draws is None else _exact(draws, "<f8"),
    }


def drag(key: str, digit: np.ndarray) -> dict[str, Any]:
    """Follow the digit that is dragged in the component with this key."""
    return {"kind": "drag", "box": key, "digit": _exact(digit)}


def _exact(numbers: np.ndarray, type: str = "<f4") -> str:
    return b64encode(np.ascontiguousarray(numbers, type).tobytes()).decode("ascii")


def deliver(id: str) -> None:
    """Send the page what it reads with: the script and the network with this id, each once.

    Its place is after all that is seen, for which it should not have to wait.
    """
    with st.container(gap=None):
        mailbox.deliver(loader.box, loader.content)
        mailbox.deliver(*resources.packed_network(id))


def answer(
    id: str,
    digit: np.ndarray,
    read: Reading,
    threshold: float | None = None,
    known: bool = False,
    label: int | None = None,
    about: Sequence[float] | None = None,
    note: str = "",
) -> dict[str, Any]:
    """What the box of a reading holds: a network's answer.

    Parameters
    ----------
    id : of the network
    digit : what it was given, float array of shape (28, 28) in [0, 1]
    read : what it said
    threshold : the largest score below which what is drawn is refused; None if nothing ever is
    known : it comes from the data, and is never refused
    label : the digit it is known to be, or None
    about : in which state of what is followed it was read, or None if it was something else: how
        many strokes there were, where the dials stood, how far right and down the digit was
    note : what has to be said of the digit first
    """
    token, _ = resources.packed_network(id)
    pixels = np.rint(np.asarray(digit) * WHITE).astype(np.uint8)
    return {
        "network": token,
        "pixels": b64encode(pixels.tobytes()).decode("ascii"),
        "probabilities": np.minimum(read.probabilities.astype(float), SUREST).tolist(),
        "score": read.max_logit,
        "threshold": None if known else threshold,
        "rule": threshold,
        "label": label,
        "about": None if about is None else list(about),
        "note": note,
    }
