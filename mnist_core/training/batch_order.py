"""In which order a run learns from its digits: all of them, then the hardest again."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mnist_core.network.recipe import Recipe

HARDEST = 0.1
"""Share of the digits that is learnt from again."""


def hardest_digits(digits: int) -> int:
    """How many of so many digits are the hardest ones."""
    return max(round(HARDEST * digits), 1)


def epoch_digits(recipe: Recipe, digits: int) -> int:
    """How many digits an epoch shows, those among them that it shows again."""
    return digits + int(recipe.hardest_again) * hardest_digits(digits)


def epoch_batches(recipe: Recipe, digits: int) -> int:
    """How many batches an epoch has; each time through, the last one may be smaller."""
    size = int(recipe.batch_size)
    again = -(-hardest_digits(digits) // size)
    return -(-digits // size) + int(recipe.hardest_again) * again


def epoch_order(
    recipe: Recipe, digits: int, random: np.random.Generator, certainty: np.ndarray
) -> Iterator[np.ndarray]:
    """The places of one epoch's digits, batch by batch.

    All digits come first. ``certainty`` is looked at when they are through, so whoever trains can
    fill it meanwhile: the smaller it is, the harder the digit.

    Parameters
    ----------
    recipe : says how large a batch is, and how often the hardest digits come again
    digits : how many there are
    random : shuffles
    certainty : array of shape (digits,); nobody looks at it where no digit comes again
    """
    size = int(recipe.batch_size)
    yield from _shuffled(np.arange(digits), size, random)
    if recipe.hardest_again:
        hardest = np.argsort(certainty, kind="stable")[: hardest_digits(digits)]
        for _ in range(int(recipe.hardest_again)):
            yield from _shuffled(hardest, size, random)


def _shuffled(places: np.ndarray, size: int, random: np.random.Generator) -> list[np.ndarray]:
    order = random.permutation(places)
    return [order[start : start + size] for start in range(0, len(order), size)]
