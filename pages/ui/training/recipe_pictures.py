"""What a recipe will do, before it does it: its learning rates, and its digits as it shows them."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_core.figures.rate_curve import planned_rates
from mnist_core.figures.sprite import compose
from mnist_core.training.config import TrainingConfig
from mnist_core.training.learning_rate import learning_rates
from mnist_core.training.loop import added_outliers
from pages.ui import controls, resources

SHOWN = 8


def rates(config: TrainingConfig, steps: int) -> None:
    """The learning rate of every step, drawn by the function that trains with it."""
    recipe = config.recipe
    planned = learning_rates(recipe, steps)
    controls.show(
        planned_rates(planned, int(recipe.epochs), controls.palette()),
        alt=f"Learning rate over {recipe.epochs} epochs: begins at {planned[0]:.2g}, "
        f"at most {planned.max():.2g}, ends at {planned[-1]:.2g}.",
        key="planned_rates",
    )


def digits(config: TrainingConfig) -> None:
    """The first digits of the run's first batch, as they are and as the network will see them."""
    recipe = config.recipe
    if recipe.augmentation == "none" and not recipe.distortions:
        st.caption("Nothing is changed: the network sees every digit as it is.")
    else:
        before, after = resources.first_digits(config, SHOWN)
        controls.show_sprite(
            compose(np.concatenate([before, after]), controls.palette(), columns=len(before)),
            alt=f"{len(before)} digits as they are, and below each as the network will see it.",
        )
        st.caption(
            f"The run's first {len(before)} digits: above as they are, below as the network will "
            f"see them, by seed {config.seed}. In the next epoch each will look different again."
        )
    if recipe.outliers:
        _outliers(config)


def _outliers(config: TrainingConfig) -> None:
    """Some of what is no digit at the end of the run's first batch."""
    batch, _ = resources.first_digits(config, int(config.recipe.batch_size))
    added = added_outliers(config.recipe, config.seed, 0, batch)
    if not len(added):
        st.caption("So small a share of so small a batch is no outlier at all: make one larger.")
        return
    some = np.linspace(0, len(added) - 1, min(SHOWN, len(added))).astype(int)  # of every kind
    figures = added[some]
    controls.show_sprite(
        compose(figures, controls.palette(), columns=len(figures)),
        alt=f"{len(figures)} figures, none of them a digit: pairs of digits, strokes at "
        "random, a blot.",
    )
    st.caption(
        "Outliers: pictures like these end every batch, never twice the same: two digits at once, "
        "a pen that strays, strokes from corner to corner, a blot. Look whether you would take one "
        "for a digit: now and then one comes out like a 2 or a 7."
    )
