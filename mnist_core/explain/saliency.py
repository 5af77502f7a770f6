"""Saliency maps: four ways to ask which pixels a score depends on.

All four explain the score (logit) of one digit; every map has the digit's own 28 × 28 pixels. What
they are worth is another question: see `sanity`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from mnist_core.data.preprocessing import as_ink
from mnist_core.explain.gradient import pull_back, score_gradient
from mnist_core.network.forward import Network
from mnist_core.network.layers import Add, BatchNormalization, Conv2D, ReLU
from mnist_core.network.receptive_field import Span
from mnist_core.network.sequential import Architecture

PATCH = 5  # pixels: the side of the square that occlusion covers
FEWEST_STEPS, MOST_STEPS = 64, 1024
TOLERANCE = 0.005  # of the difference that integrated gradients have to explain


@dataclass(frozen=True, eq=False)
class Explanation:
    """One saliency map.

    Attributes
    ----------
    values : float32 array of shape (28, 28), read-only
    signed : whether it can be negative: pixels that speak against the digit
    """

    values: np.ndarray
    signed: bool = True

    def __post_init__(self) -> None:
        self.values.flags.writeable = False


@dataclass(frozen=True, eq=False)
class PathExplanation(Explanation):
    """A map that shares out a difference of scores among the pixels.

    Attributes
    ----------
    difference : score of the digit less score of blank paper
    steps : points on the way from paper to digit at which the gradient was taken
    """

    difference: float = 0.0
    steps: int = 0

    @property
    def explained(self) -> float:
        """What the pixels add up to; completeness says that it is the difference."""
        return float(self.values.sum(dtype=np.float64))


def gradient(network: Network, image: np.ndarray, digit: int) -> Explanation:
    """How much the score would change with a little more ink, pixel by pixel.

    Simonyan, Vedaldi & Zisserman 2013. Paper counts as much as ink: where nothing is written, the
    map shows what ink there would do.

    Parameters
    ----------
    network : the one that reads
    image : the digit, array of shape (28, 28), uint8 or float in [0, 1]
    digit : whose score is explained, 0 to 9
    """
    return Explanation(score_gradient(network, as_ink(image)[np.newaxis], digit)[0])


def integrated_gradients(network: Network, image: np.ndarray, digit: int) -> PathExplanation:
    """Each pixel's share in the difference between this digit's score and that of blank paper.

    Its ink times its mean gradient on the straight way from paper to digit (Sundararajan, Taly &
    Yan 2017), so that the shares add up to the difference. Steps are doubled until they do within
    half a per cent, or until there are 1,024 of them.
    """
    ink = as_ink(image)
    full, blank = network.scores(np.stack([ink, np.zeros_like(ink)]))[:, digit]
    difference, steps = float(full) - float(blank), FEWEST_STEPS
    while True:
        shares = ink * _mean_gradient(network, ink, digit, steps)
        missing = abs(shares.sum(dtype=np.float64) - difference)
        if missing <= TOLERANCE * abs(difference) or steps >= MOST_STEPS or not ink.any():
            return PathExplanation(shares, difference=difference, steps=steps)
        steps *= 2


def _mean_gradient(network: Network, ink: np.ndarray, digit: int, steps: int) -> np.ndarray:
    places = ((np.arange(steps) + 0.5) / steps).astype(np.float32)  # the middle of every step
    on_the_way = places[:, np.newaxis, np.newaxis] * ink  # (steps, 28, 28)
    return score_gradient(network, on_the_way, digit).mean(axis=0, dtype=np.float64).astype("f4")


def grad_cam(network: Network, image: np.ndarray, digit: int) -> Explanation:
    """Where the maps of the last convolution speak for the digit, at their coarse resolution.

    Every map weighted by its mean gradient, added up, negative sums set to 0 (Selvaraju et al.
    2017). A cell is put at the centre of its receptive field, with straight lines in between.

    Raises
    ------
    ValueError
        If the network has no convolution.
    """
    place = last_maps(network.architecture)
    inputs = tuple(network.forward(as_ink(image)[np.newaxis]))
    maps = inputs[place + 1]  # (1, height, width, maps)
    gradient = np.zeros_like(inputs[-2])
    gradient[:, digit] = 1
    layers = network.architecture.layers
    gradient = pull_back(network, inputs, gradient, last=len(layers) - 2, first=place + 1)
    weights = gradient.mean(axis=(1, 2))[0]  # (maps,)
    coarse = np.maximum(maps[0] @ weights, 0)  # (height, width)
    field = network.architecture.rows[place].receptive_field
    return Explanation(_spread(coarse, field.rows, field.columns), signed=False)


def last_maps(architecture: Architecture) -> int:
    """The place of the layer whose maps Grad-CAM weighs: the last convolution with its ReLU.

    A normalisation and a sum with another way belong to it, too.

    Raises
    ------
    ValueError
        If there is no convolution.
    """
    rows = architecture.rows
    places = [place for place, row in enumerate(rows) if isinstance(row.layer, Conv2D)]
    if not places:
        raise ValueError(
            f"Grad-CAM does not apply to {architecture.title}: it weighs the maps of the last "
            f"convolution, and this network has no convolution."
        )
    place = places[-1]
    while isinstance(rows[place + 1].layer, (ReLU, BatchNormalization, Add)):
        place += 1
    return place


def _spread(coarse: np.ndarray, rows: Span, columns: Span) -> np.ndarray:
    """A coarse map laid over the pixels it looks at, float32 array of shape (28, 28)."""
    for axis, span in enumerate((rows, columns)):
        centres = span.start + np.arange(coarse.shape[axis]) * span.stride + (span.size - 1) / 2
        coarse = np.apply_along_axis(
            lambda values, at=centres: np.interp(np.arange(28), at, values), axis, coarse
        )
    return coarse.astype(np.float32)


def occlusion(network: Network, image: np.ndarray, digit: int, patch: int = PATCH) -> Explanation:
    """How far the score falls when a small square of paper covers the digit, square by square.

    Zeiler & Fergus 2014. The value of a pixel belongs to the square around it; where the score
    rises instead, it is negative.

    Parameters
    ----------
    network, image, digit : as for `gradient`
    patch : side of the square in pixels, odd
    """
    ink = as_ink(image)
    reach = patch // 2
    covered, places = [], []
    for row, column in np.ndindex(ink.shape):
        top, left = max(row - reach, 0), max(column - reach, 0)
        square = np.s_[top : row + reach + 1, left : column + reach + 1]
        if ink[square].any():  # paper on paper changes nothing
            changed = ink.copy()
            changed[square] = 0
            covered.append(changed)
            places.append((row, column))
    values = np.zeros_like(ink)
    if covered:
        found = network.scores(np.stack([ink, *covered]))[:, digit]
        values[tuple(np.transpose(places))] = found[0] - found[1:]
    return Explanation(values)


METHODS: Mapping[str, Callable[[Network, np.ndarray, int], Explanation]] = MappingProxyType(
    {
        "Gradient": gradient,
        "Integrated gradients": integrated_gradients,
        "Grad-CAM": grad_cam,
        "Occlusion": occlusion,
    }
)
"""The four ways, by name."""


def explain(network: Network, image: np.ndarray, digit: int) -> Mapping[str, Explanation]:
    """All saliency maps that apply to this network, by the name of the method."""
    convolutional = any(isinstance(layer, Conv2D) for layer in network.architecture.layers)
    return MappingProxyType(
        {
            name: method(network, image, digit)
            for name, method in METHODS.items()
            if convolutional or name != "Grad-CAM"
        }
    )
