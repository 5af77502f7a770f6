"""Claims about convolutions: what they compute, and what moves along with a digit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import numpy as np

from mnist_core.data.geometry import shift
from mnist_core.data.preprocessing import scale
from mnist_core.evaluation.robustness import keeps_ink
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    NOW,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    holds_if,
)
from mnist_core.lessons.claims.layer_effects import ALMOST, TOPIC, activations
from mnist_core.lessons.claims.wording import percent
from mnist_core.studies.stored_results import NotMeasured

MOVED = 2  # pixels
FAR = 4  # pixels
READ = 100  # digits; those that would be cut off are left out


@dataclass(frozen=True)
class Flipping(Figures):
    """The largest difference from the output of the Keras CNN's first convolution.

    Attributes
    ----------
    correlation : of sliding its kernels as they are
    convolution : of sliding them turned by 180°
    """

    correlation: Annotated[float, "from a correlation"]
    convolution: Annotated[float, "from a convolution"]


def flipping(evidence: Evidence) -> Flipping:
    conv = activations(evidence)[0]
    image = scale(evidence.digits().images[0]).astype(np.float64)
    kernels, bias = conv.weights["kernel"][:, :, 0].astype(np.float64), conv.weights["bias"]
    windows = np.lib.stride_tricks.sliding_window_view(image, kernels.shape[:2])
    correlation, convolution = (
        float(np.abs(np.einsum("hwij,ijf->hwf", windows, kernel) + bias - conv.output).max())
        for kernel in (kernels, kernels[::-1, ::-1])
    )
    return Flipping(correlation, convolution)


def judge_flipping(found: Flipping) -> Finding:
    return Finding(
        holds_if(found.convolution < found.correlation),
        f"Sliding the kernels as they are gives the layer's output to within "
        f"{found.correlation:.1g}. Turning them by 180°, as a convolution in mathematics does, is "
        f"off by up to {found.convolution:.2g}.",
        "It is a cross-correlation, here as in Keras and PyTorch. Since the kernels are learnt, a "
        "turned one would have been learnt just as well; the name stayed.",
    )


@dataclass(frozen=True)
class Moving(Figures):
    """What the Keras CNN makes of digits that are moved to the right.

    Attributes
    ----------
    filter_off_by : the largest difference of the first maps, moved along, for one digit
    answers_that_stay : the share of digits that it reads as before, moved by FAR pixels
    whole_digits : how many of the digits lose no ink by that
    """

    filter_off_by: float
    answers_that_stay: float
    whole_digits: int


def moving(evidence: Evidence) -> Moving:
    network = evidence.network("keras_cnn")
    digits = scale(evidence.digits().images[:READ])
    here, there = (
        {it.name: it.output for it in network.activations(image)}
        for image in (digits[0], shift(digits[:1], MOVED, 0)[0])
    )
    inside = slice(4, -4)
    difference = here["conv1"][:, inside][:, :-MOVED] - there["conv1"][:, inside][:, MOVED:]
    whole = digits[keeps_ink(digits, shift(digits, FAR, 0))]
    if not len(whole):
        raise NotMeasured(f"All of the first {len(digits)} digits are cut off when moved so far.")
    answers = [network.predict(shift(whole, right, 0)).argmax(axis=1) for right in (0, FAR)]
    return Moving(
        filter_off_by=float(np.abs(difference).max()),
        answers_that_stay=float((answers[0] == answers[1]).mean()),
        whole_digits=len(whole),
    )


def judge_moving(found: Moving) -> Finding:
    off, stay, digits = found.filter_off_by, found.answers_that_stay, found.whole_digits
    follows, recognised = off < ALMOST, stay > 0.99
    return Finding(
        HOLDS if follows and recognised else DEPENDS if follows or recognised else FAILS,
        f"Move a digit by {MOVED} pixels, and the maps of the first convolution move along; the "
        f"largest difference is {off:.1g}. But move {digits} digits by {FAR} "
        f"(of {READ}, those that are not cut off), and {percent(stay, 0)} of the answers stay what "
        f"they were.",
        "A filter finds its pattern anywhere (it is equivariant: its response moves along). The "
        "dense layers behind it have a weight for every position, so the network is not invariant.",
    )


CLAIMS = (
    Claim(
        "flipping",
        "Is it a convolution?",
        TOPIC,
        (Quote("001", 40, "applying filters that convolve with the image data"),),
        "A convolutional layer convolves, in the sense of mathematics.",
        flipping,
        judge_flipping,
        basis=NOW,
        page="architecture",
    ),
    Claim(
        "moving",
        "Patterns regardless of position",
        TOPIC,
        (
            Quote(
                "002", 146, "**Translation Invariance**: Recognizes patterns regardless of position"
            ),
            Quote(
                "004",
                36,
                "**Translation Invariance**: Recognizes patterns regardless of their position",
            ),
        ),
        "Wherever a pattern is, the filters and the network find the same.",
        moving,
        judge_moving,
        basis=NOW,
        page="robustness",
    ),
)
