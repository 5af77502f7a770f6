"""Questions about digits that were moved, turned or disturbed: what a network can stand."""

from __future__ import annotations

from mnist_core.data.digits import Dataset
from mnist_core.data.perturbations import PERTURBATIONS
from mnist_core.data.preprocessing import as_ink
from mnist_core.lessons.claims.wording import percent
from mnist_core.lessons.lesson import Key
from mnist_core.lessons.questions.asked import question, whole
from mnist_core.lessons.questions.read_digits import FEW, first_digits, probabilities, right_of
from mnist_core.lessons.questions.scale_of_choices import choice, number
from mnist_core.network.forward import Network

SEED = 0
WAYS = (
    ("moved by 4 pixels", "shift", 4),
    ("turned by 30 degrees", "rotate", 30),
    ("strokes 2 pixels wider", "thicken", 2),
    ("noise on every pixel", "noise", 0.3),
)


def right_when(network: Network, dataset: Dataset, way: str, level: float) -> tuple[int, int]:
    """How many of the first test digits are read right after a change, and how many there are."""
    digits = first_digits(dataset, FEW)
    changed = PERTURBATIONS[way].function(as_ink(digits.images), level, SEED)
    return right_of(network, changed, digits.labels), len(digits)


def right_before(network: Network, dataset: Dataset) -> int:
    """How many of them are read right as they are."""
    labels = first_digits(dataset, FEW).labels
    return int((probabilities(network, dataset)[: len(labels)].argmax(axis=1) == labels).sum())


@question(pixels=whole(5, 1, 12))
def right_after_shift(network: Network, dataset: Dataset, pixels: str) -> Key:
    """Every digit is moved by some pixels: of 100, how many are still read right?"""
    right, count = right_when(network, dataset, "shift", int(pixels))
    before = right_before(network, dataset)
    return number(
        round(100 * right / count),
        f"Moved by {pixels} pixels, right, left, up or down, {right} of {count} are read right "
        f"({percent(right / count, 1)}); where they were, {before}.",
        {
            round(100 * before / count): "So many where they were. The place does matter.",
            10: "It still sees more than luck would.",
        },
        within=12,
    )


@question(degrees=whole(30, -180, 180))
def right_after_turn(network: Network, dataset: Dataset, degrees: str) -> Key:
    """Every digit is turned: of 100, how many are still read right?"""
    right, count = right_when(network, dataset, "rotate", int(degrees))
    before = right_before(network, dataset)
    return number(
        round(100 * right / count),
        f"Turned by {degrees} degrees, {right} of {count} are read right "
        f"({percent(right / count, 1)}); upright, {before}.",
        {round(100 * before / count): "So many upright. Turned digits it has hardly ever seen."},
        within=12,
    )


@question()
def worst_change(network: Network, dataset: Dataset) -> Key:
    """Which of four changes costs the most right answers?"""
    right = {words: right_when(network, dataset, way, level)[0] for words, way, level in WAYS}
    count = len(first_digits(dataset, FEW))
    worst = min(right, key=lambda words: right[words])
    figures = ", ".join(f"{words}: {right[words]}" for words in right)
    return choice(
        worst,
        tuple(right),
        f"Read right of {count}: {figures}. A person reads them all; this network has learnt from "
        "digits that stood upright and in the middle.",
        {"noise on every pixel": "It looks the worst to us; but the strokes stay where they are."},
    )
