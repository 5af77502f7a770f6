"""Learning rates over a run: constant, one cycle up and down, cosine, or cut in steps."""

from __future__ import annotations

import numpy as np

from mnist_core.network.recipe import Recipe

WARM_UP = 0.3  # share of the steps that the rate rises
START, END = 1 / 25, 1e-4  # of the peak, at the first step and at the last


def learning_rates(recipe: Recipe, steps: int) -> np.ndarray:
    """The learning rate of every step of a run, as its schedule plans it.

    "one_cycle" rises from 1/25 of the peak to the peak over the first 30 % of the steps, and falls
    to nearly nothing over the rest, both along half a cosine (Smith & Topin, "Super-convergence",
    2018, in the shape that PyTorch made common). Long steps in the middle travel far, short ones
    at the end settle. "cosine" is the second half alone, from the peak to nothing over all steps
    (Loshchilov & Hutter, "SGDR", 2017, without restarts). "step" multiplies the rate by ``drop``
    each time that ``drop_every`` epochs are done.

    Returns
    -------
    float64 array of shape (steps,)
    """
    peak = recipe.learning_rate
    if recipe.schedule == "constant":
        return np.full(steps, peak)
    if recipe.schedule == "cosine":
        return peak * (1 + np.cos(np.pi * np.arange(steps) / max(steps, 1))) / 2
    if recipe.schedule == "step":
        per_epoch = max(steps // int(recipe.epochs), 1)
        return peak * recipe.drop ** (np.arange(steps) // per_epoch // int(recipe.drop_every))
    rising = max(round(WARM_UP * steps), 1)
    up = _half_cosine(peak * START, peak, rising)
    down = _half_cosine(peak, peak * END, steps - rising)
    return np.concatenate([up, down])[:steps]


def _half_cosine(first: float, last: float, steps: int) -> np.ndarray:
    places = (1 - np.cos(np.linspace(0, np.pi, max(steps, 0)))) / 2  # from 0 to 1
    return first + (last - first) * places
