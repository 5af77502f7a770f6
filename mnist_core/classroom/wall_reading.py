"""How networks read a wall: which of its digits are misread, by how many, and as what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Misread:
    """A picture that some networks read otherwise than it was meant.

    Attributes
    ----------
    place : on the wall, from 0
    networks : how many read it wrong
    read : the wrong answer that most of those gave, the smallest where several did
    """

    place: int
    networks: int
    read: int


def misread(labels: np.ndarray, predicted: Mapping[str, np.ndarray]) -> tuple[Misread, ...]:
    """The pictures that are read wrong, those that most networks misread first.

    Parameters
    ----------
    labels : int array of shape (n,), what the pictures are meant to be
    predicted : for each network int array of shape (n,), what it reads
    """
    found = []
    for place, label in enumerate(labels):
        wrong = Counter(int(it[place]) for it in predicted.values() if it[place] != label)
        if wrong:
            read = min(wrong, key=lambda digit: (-wrong[digit], digit))
            found.append(Misread(place, wrong.total(), read))
    return tuple(sorted(found, key=lambda it: (-it.networks, it.place)))
