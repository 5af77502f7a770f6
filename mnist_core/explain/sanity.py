"""A lie detector for saliency maps: does a map change when the network forgets what it has learnt?

Adebayo et al., "Sanity checks for saliency maps", 2018: a map that looks the same for random
weights shows the picture and not the network, however convincing it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from mnist_core.explain.saliency import Explanation
from mnist_core.network.forward import Network
from mnist_core.network.sequential import Architecture
from mnist_core.network.weights import initial_weights


@dataclass(frozen=True)
class Similarity:
    """How alike two maps of one digit are, as rank correlations over all 784 pixels.

    1 means the same order of the pixels, 0 none in common; NaN where a map is the same everywhere
    and has no order.

    Attributes
    ----------
    with_sign : values as they are, so that speaking for and speaking against are opposites
    sizes : values without their sign, which is what the eye sees first: where something is
    """

    with_sign: float
    sizes: float


def layers_with_weights(architecture: Architecture) -> tuple[str, ...]:
    """Names of the layers that have learnt something, the last one first."""
    return tuple(row.layer.name for row in reversed(architecture.rows) if row.weight_shapes)


def randomised(network: Network, seed: int, layers: int | None = None) -> Network:
    """The same network with the weights of its last layers drawn anew, as before any training.

    Parameters
    ----------
    network : the trained one, left as it is
    seed : of the random weights; with the seed of its own training they would be its beginning
    layers : how many layers with weights, counted from the output; None means all
    """
    chosen = layers_with_weights(network.architecture)[:layers]
    fresh = initial_weights(network.architecture, seed)
    weights = {
        name: fresh[name] if name.partition("/")[0] in chosen else array
        for name, array in network.weights.items()
    }
    return Network(network.architecture, weights)


def similarity(first: np.ndarray, second: np.ndarray) -> Similarity:
    """How alike two saliency maps are, arrays of the same shape."""
    return Similarity(
        with_sign=rank_correlation(first, second),
        sizes=rank_correlation(np.abs(first), np.abs(second)),
    )


def similarities(
    trained: Mapping[str, Explanation], random: Mapping[str, Explanation]
) -> Mapping[str, Similarity]:
    """The similarity of every map to its twin on random weights, by the name of the method."""
    return MappingProxyType(
        {name: similarity(trained[name].values, random[name].values) for name in trained}
    )


def least_changed(found: Mapping[str, Similarity]) -> str | None:
    """The method whose map keeps its place best on random weights; None where none has an order."""
    known = {name: it.sizes for name, it in found.items() if it.sizes == it.sizes}
    return max(known, key=known.__getitem__) if known else None


def rank_correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Spearman's rank correlation, from −1 to 1; NaN where either array is the same everywhere.

    Equal values share the mean of their ranks.
    """
    ranks = [_ranks(values) for values in (first, second)]
    centred = [rank - rank.mean() for rank in ranks]
    lengths = np.prod([np.linalg.norm(rank) for rank in centred])
    return float(centred[0] @ centred[1] / lengths) if lengths else float("nan")


def _ranks(values: np.ndarray) -> np.ndarray:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = counts.cumsum()  # the rank of the last one of every group of equals
    return (last - (counts - 1) / 2)[place.ravel()]
