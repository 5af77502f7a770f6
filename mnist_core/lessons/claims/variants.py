"""What claims about training share: variants of one training, three random seeds each."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean
from typing import Any

from mnist_core.evaluation.seed_interval import mean_interval
from mnist_core.lessons.claims.chart import Bar, Bars
from mnist_core.lessons.claims.claim import (
    Accuracies,
)

TOPIC = "Training"
LEARNT = 0.9  # a network that reads so many has learnt to read
CLOSE = 0.003  # a difference in accuracy that three seeds can hardly tell from none


def tests(record: Mapping[str, Any]) -> dict[str, Accuracies]:
    """The test accuracies of every variant of a comparison, one per seed."""
    return {
        name: tuple(run["test"]["accuracy"] for run in variant["runs"])
        for name, variant in record["variants"].items()
    }


def draw_accuracies(accuracies: Mapping[str, Accuracies]) -> Bars:
    """The mean over the seeds of every variant, with its interval."""
    bars = (Bar(name, fmean(it), *mean_interval(it)) for name, it in accuracies.items())
    return Bars("test digits read right, %", tuple(bars), form="percent", zoomed=True)
