"""Training on a wall: one half to learn from, the other to measure what was gained.

A shipped network goes on from its own weights: its convolutions stay as they are, and the layers
that decide learn the class's hand. What it learns from is a set of images in the home folder, as
any that is brought, and is deleted with the class.
"""

from __future__ import annotations

import re

import numpy as np
from sqlalchemy import select

from mnist_core.classroom.class_database import ClassDatabase, ClassError, oldest
from mnist_core.classroom.tables import CLASSES
from mnist_core.data.digits import CLASSES as TEN
from mnist_core.data.digits import Digits
from mnist_core.data.imported.brought_files import Brought
from mnist_core.data.imported.imported_set import (
    ImportedSet,
    imported_sets,
    keep,
    open_set,
    remove_set,
)
from mnist_core.data.imported.raw_images import DIGIT_NAMES
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.recipe import Recipe
from mnist_core.training.config import TrainingConfig
from mnist_core.training.frozen_layers import FrozenLayers, convolutions

FEWEST, FEWEST_OF_A_DIGIT = 40, 4
"""Pictures, and pictures of each digit that occurs, without which halves say nothing."""
RECIPE = Recipe(learning_rate=0.0005, batch_size=8, epochs=15)
TITLE = "Wall of class {}"
TITLES = re.compile(r"Wall of class (\d+)")
STARTS = tuple(id for id, it in ARCHITECTURES.items() if convolutions(it))
"""The shipped networks that can go on learning so."""


def judging_half(labels: np.ndarray) -> np.ndarray:
    """Which pictures judge: of each digit every second one, in the order in which they came.

    Returns
    -------
    bool array of shape (n,); of each digit as many judge as teach, or one less
    """
    judges = np.zeros(len(labels), bool)
    for digit in range(TEN):
        judges[np.flatnonzero(labels == digit)[1::2]] = True
    return judges


def why_not(digits: Digits) -> str | None:
    """Why a wall cannot be learnt from yet, as a sentence; None if it can."""
    if len(digits) < FEWEST:
        return f"It takes {FEWEST} pictures to learn from one half: {FEWEST - len(digits)} more."
    few = [digit for digit, count in enumerate(digits.counts) if 0 < count < FEWEST_OF_A_DIGIT]
    if few:
        return f"It takes {FEWEST_OF_A_DIGIT} pictures of each digit: hang more of {few[0]}."
    return None


def wall_set(room: int, digits: Digits) -> ImportedSet:
    """The wall as a set of images, one half to learn from and one to judge.

    Raises
    ------
    ClassError
        Where there are too few pictures.
    """
    reason = why_not(digits)
    if reason is not None:
        raise ClassError(reason)
    brought = Brought(digits, judging_half(digits.labels), DIGIT_NAMES, ())
    return keep(TITLE.format(room), brought)


def wall_config(network: str, found: ImportedSet, seed: int = 0) -> TrainingConfig:
    """The training of a shipped network, one of STARTS, on a wall's set."""
    architecture = ARCHITECTURES[network]
    return TrainingConfig(
        architecture,
        RECIPE,
        seed,
        provenance=open_set(found.path).provenance,
        frozen=FrozenLayers(convolutions(architecture), network, goes_on=True),
    )


def forget_walls(database: ClassDatabase) -> None:
    """Delete the sets of classes that are over."""
    with database.reading() as connection:
        lives = set(connection.scalars(select(CLASSES.c.id).where(CLASSES.c.opened > oldest())))
    for it in imported_sets():
        found = TITLES.fullmatch(it.title)
        if found is not None and int(found[1]) not in lives:
            remove_set(it.id)
