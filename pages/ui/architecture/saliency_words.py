"""What is said about saliency maps: how to read each, and how alike a map and its twin are."""

from __future__ import annotations

from collections.abc import Mapping

from mnist_core.explain.saliency import PATCH, Explanation, PathExplanation, last_maps
from mnist_core.explain.sanity import Similarity, least_changed
from mnist_core.network.forward import Network
from pages.ui import controls

ALIKE = 0.5  # from this rank correlation on, a map and its twin are called alike


def verdict(guessed: str, found: Mapping[str, Similarity]) -> tuple[str, bool | None]:
    """Which map keeps its look and how to read all pairs, and whether the guess was right."""
    keeps = least_changed(found)
    if keeps is None:
        return "There is nothing to compare: the maps of this digit are the same everywhere.", None
    return (
        f"**{keeps}** keeps its look best. **How to read a pair:** what both sides show does not "
        f"depend on what was learnt; only what differs can."
    ), guessed == keeps


def reading(name: str, network: Network, trained: Mapping[str, Explanation]) -> str:
    """One or two sentences on what the colours of a map mean."""
    if name == "Gradient":
        return "Orange: a little more ink here raises the score; blue: lowers it. Paper counts too."
    if name == "Integrated gradients":
        path = trained[name]
        assert isinstance(path, PathExplanation)
        return (
            f"Every pixel's share in the score's rise over blank paper: they add up to "
            f"{rounded(path.explained)} of {rounded(path.difference)}. Paper's share is always 0."
        )
    if name == "Occlusion":
        return (
            f"Orange: cover the {PATCH} × {PATCH} pixels around with paper and the score falls by "
            f"so much; blue: it rises."
        )
    try:
        row = network.architecture.rows[last_maps(network.architecture)]
    except ValueError as error:
        return controls.plain(str(error))
    return (
        f"More ink: where the maps of {row.layer.name} speak for the digit. Its cells lie "
        f"{row.receptive_field.rows.stride} pixels apart, so there is no finer detail."
    )


def alike(found: Similarity, signed: bool) -> str:
    """What the rank correlations of a pair say, in two sentences."""
    if found.sizes != found.sizes:
        return "One of the two is the same everywhere, so there is no likeness to measure."
    measured = f"Rank correlation over the pixels {rounded(found.sizes)}"
    if signed:
        measured += f" by size, {rounded(found.with_sign)} with sign"
    if found.sizes < ALIKE:
        return f"**Unlike:** what was learnt decides where it is coloured. {measured}."
    if signed and found.with_sign < ALIKE:
        return (
            f"**Alike in place, unlike in sign:** where it is coloured comes from the digit, and "
            f"only the signs from learning. {measured}."
        )
    return f"**Alike:** it shows the digit more than what was learnt. {measured}."


def rounded(value: float) -> str:
    """Three significant digits, with a proper minus sign."""
    return f"{value:.3g}".replace("-", "−")
