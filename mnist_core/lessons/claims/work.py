"""Claims about work: how many values, how many multiply–accumulates, how many updates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil, prod
from typing import Annotated

from mnist_core.lessons.claims.chart import Bar, Bars, Lines
from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    Claim,
    Evidence,
    Figures,
    Finding,
    Quote,
    holds_if,
)
from mnist_core.lessons.claims.parameters import TOPIC
from mnist_core.lessons.claims.shapes import row
from mnist_core.lessons.claims.wording import percent
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Conv2D
from mnist_core.network.summary import summary

MNIST_TRAINING, BATCH = 60_000, 128
KERNELS = (3, 5, 7, 9)
IN_ORDER = ("pool1", "conv2", "pool2")  # layers of the Keras CNN


@dataclass(frozen=True)
class MoreMaps(Figures):
    """The feature maps of the Keras CNN behind its first pool.

    Attributes
    ----------
    sides : of one map, in cells, by layer
    values : in all maps together, by layer
    """

    sides: Annotated[Mapping[str, int], "side after {}"]
    values: Annotated[Mapping[str, int], "values after {}"]


def more_maps(evidence: Evidence) -> MoreMaps:
    shapes = {name: row("keras_cnn", name).output_shape for name in IN_ORDER}
    return MoreMaps(
        sides={name: shape[0] for name, shape in shapes.items()},
        values={name: prod(shape) for name, shape in shapes.items()},
    )


def judge_more_maps(found: MoreMaps) -> Finding:
    sides, values = found.sides, found.values
    larger, kept = sides["conv2"] > sides["pool1"], values["pool2"] >= values["pool1"]
    return Finding(
        HOLDS if larger and kept else DEPENDS if larger or kept else FAILS,
        "The maps get more, not larger: their side goes "
        f"{' → '.join(str(sides[it]) for it in IN_ORDER)}, and the number of values "
        f"{' → '.join(f'{values[it]:,}' for it in IN_ORDER)}.",
        "More maps, smaller each: after the second pool there are "
        f"{percent(values['pool2'] / values['pool1'], 0)} of the values that the first one gave.",
    )


def draw_more_maps(found: MoreMaps) -> Bars:
    bars = (Bar(f"after {layer}", values) for layer, values in found.values.items())
    return Bars("values", tuple(bars))


@dataclass(frozen=True)
class Kernels(Figures):
    """Multiply–accumulates for one digit, one number for each of KERNELS.

    Attributes
    ----------
    layer : of the Keras CNN's first convolution
    network : of all its layers
    """

    layer: tuple[int, ...]
    network: tuple[int, ...]


def kernels(evidence: Evidence) -> Kernels:
    layer, network = [], []
    for size in KERNELS:
        first, *rest = ARCHITECTURES["keras_cnn"].layers
        assert isinstance(first, Conv2D)
        rows = summary([replace(first, kernel_size=size), *rest])
        layer.append(rows[0].macs)
        network.append(sum(it.macs for it in rows))
    return Kernels(tuple(layer), tuple(network))


def judge_kernels(found: Kernels) -> Finding:
    layer, network = found.layer, found.network
    fewer = [values[1] < values[0] for values in (layer, network)]
    return Finding(
        HOLDS if all(fewer) else DEPENDS if any(fewer) else FAILS,
        f"From 3 × 3 to 5 × 5 the first layer goes from {layer[0]:,} to {layer[1]:,} "
        f"multiply–accumulates ({layer[1] / layer[0]:.2f} times), the whole network from "
        f"{network[0]:,} to {network[1]:,} ({percent(network[1] / network[0] - 1, 1)}).",
        "A larger kernel costs more per position. Without padding it also leaves smaller maps, "
        "which makes the next layers cheaper. So it depends on the network, and counting decides.",
    )


def draw_kernels(found: Kernels) -> Lines:
    return Lines(
        "side of the first kernels, pixels",
        "multiply–accumulates for one digit",
        KERNELS,
        (("first layer", found.layer), ("whole network", found.network)),
        categories=True,
    )


@dataclass(frozen=True)
class Updates(Figures):
    """An epoch over MNIST's training digits.

    Attributes
    ----------
    digits : to learn from
    batch : digits in one batch
    updates : of the weights in one epoch
    """

    digits: int
    batch: int
    updates: int


def updates(evidence: Evidence) -> Updates:
    return Updates(MNIST_TRAINING, BATCH, ceil(MNIST_TRAINING / BATCH))


def judge_updates(found: Updates) -> Finding:
    digits, batch, updates = found.digits, found.batch, found.updates
    return Finding(
        holds_if(updates == 469),
        f"{digits:,} / {batch} = {digits / batch:.2f}, rounded up: {updates} updates in an epoch. "
        f"The last batch has {digits - (updates - 1) * batch} digits.",
    )


CLAIMS = (
    Claim(
        "more-maps",
        "Larger maps compensate",
        TOPIC,
        (Quote("004", 200, "Larger feature maps (64) compensate for size reduction"),),
        "The second convolution's maps are larger and make up for what pooling took away.",
        more_maps,
        judge_more_maps,
        chart=draw_more_maps,
        page="architecture",
    ),
    Claim(
        "kernels",
        "Larger kernels, fewer operations",
        TOPIC,
        (Quote("004", 646, "# Option 2: Larger kernel size (fewer operations)"),),
        "Kernels of 5 × 5 in place of 3 × 3 in the first layer mean fewer operations.",
        kernels,
        judge_kernels,
        chart=draw_kernels,
        page="architecture",
    ),
    Claim(
        "updates",
        "469 updates in an epoch",
        TOPIC,
        (
            Quote("004", 603, "Epoch 1/12"),
            Quote("004", 604, "469/469 ["),
        ),
        "With all 60,000 digits in batches of 128, an epoch has 469 updates.",
        updates,
        judge_updates,
        page="training",
    ),
)
