"""A map of digits: what a network makes of them before its last layer, in 2 or 3 dimensions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mnist_core.data.digits import read_only
from mnist_core.evaluation.metrics import Evaluation

DRAWN = 1200
MOST_ERRORS = 300
SEED = 1


@dataclass(frozen=True, eq=False)
class Projection:
    """Digits as points.

    Attributes
    ----------
    points : float32 array of shape (n, dimensions)
    explained : the share of the spread that each dimension keeps, float array; empty if unknown
    """

    points: np.ndarray
    explained: np.ndarray


def digits_to_map(
    found: Evaluation, draws: int = DRAWN, errors: int = MOST_ERRORS, seed: int = SEED
) -> np.ndarray:
    """Which digits to show: some drawn at random, and the errors, the surest first; sorted indices.

    Parameters
    ----------
    found : how the network read the digits
    draws : how many to draw; all, where there are no more
    errors : how many errors at most come on top
    seed : of the draws
    """
    drawn = np.random.default_rng(seed).permutation(len(found))[:draws]
    return read_only(np.union1d(drawn, found.misclassified[:errors]))


def pca(features: np.ndarray, dimensions: int = 3) -> Projection:
    """Principal component analysis: look at a cloud of points from where it is widest.

    Parameters
    ----------
    features : float array of shape (n, d)
    dimensions : how many to keep; those beyond what the data have are 0

    Returns
    -------
    Projection whose points are centred; a component's sign is chosen so that its largest entry is
    positive
    """
    centred = features.astype(np.float64) - features.mean(axis=0)
    if centred.shape[0] < centred.shape[1]:  # the smaller of the two square matrices
        values, vectors = np.linalg.eigh(centred @ centred.T)
        axes = centred.T @ vectors / np.sqrt(np.maximum(values, 1e-12))
    else:
        values, axes = np.linalg.eigh(centred.T @ centred)
    order = np.argsort(values)[::-1][:dimensions]
    kept = np.maximum(values[order], 0)
    axes = axes[:, order]
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), range(len(order))] < 0, -1, 1)
    points = np.zeros((len(features), dimensions), np.float32)
    points[:, : len(order)] = centred @ axes
    total = (centred**2).sum()
    explained = kept / total if total else np.zeros(len(order))
    return Projection(read_only(points), read_only(explained))
