"""The digits a run may learn from."""

from __future__ import annotations

from mnist_core.data.digits import Dataset, Digits
from mnist_core.data.sources import held_out_digits
from mnist_core.data.splits import stratified


def training_digits(dataset: Dataset, examples: int | None = None) -> Digits:
    """The digits a run trains on: never one of the held-out thousand, stratified where fewer.

    Parameters
    ----------
    dataset : the digits in use
    examples : how many to take; None for all there are
    """
    digits = dataset.train.without(held_out_digits())
    if examples is None or examples >= len(digits):
        return digits
    return digits[stratified(digits.labels, examples)]
