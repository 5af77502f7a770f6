"""Claims about parameters: what shares them, and what saves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Annotated

from mnist_core.lessons.claims.chart import Bar, Bars
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
from mnist_core.lessons.claims.shapes import row
from mnist_core.lessons.claims.wording import percent
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import MaxPooling2D
from mnist_core.network.summary import Row, summary

TOPIC = "Parameters and work"
CNNS = ("keras_cnn", "wide_cnn", "classic_cnn")


@dataclass(frozen=True)
class Parameters(Figures):
    """How many parameters the networks have.

    Attributes
    ----------
    mlp : of document 003's fully connected network
    cnns : of the documents' CNNs, by network
    """

    mlp: int
    cnns: Annotated[Mapping[str, int], "{}"]


def parameters(evidence: Evidence) -> Parameters:
    cnns = {id: ARCHITECTURES[id].parameters for id in CNNS}
    return Parameters(ARCHITECTURES["mlp"].parameters, cnns)


def judge_parameters(found: Parameters) -> Finding:
    fewer = [id for id, count in found.cnns.items() if count < found.mlp]
    verdict = HOLDS if len(fewer) == len(found.cnns) else DEPENDS if fewer else FAILS
    titles = ", ".join(f"{ARCHITECTURES[id].title} {count:,}" for id, count in found.cnns.items())
    dense = row("keras_cnn", "dense1").parameters
    return Finding(
        verdict,
        f"The fully connected network of document 003 has {found.mlp:,} parameters. {titles}: "
        f"fewer in {len(fewer)} of {len(found.cnns)}.",
        f"Sharing weights saves parameters in a convolution, not in a network: one dense layer "
        f"holds {percent(dense / found.cnns['keras_cnn'], 0)} of the Keras CNN.",
    )


def draw_parameters(found: Parameters) -> Bars:
    named = {"mlp": found.mlp, **found.cnns}
    bars = (Bar(ARCHITECTURES[id].title, count, said=id == "mlp") for id, count in named.items())
    return Bars("parameters", tuple(bars))


@dataclass(frozen=True)
class Sharing(Figures):
    """The parameters of the Keras CNN's first convolution.

    Attributes
    ----------
    shared : as it is, one kernel for all positions
    without_sharing : of a dense layer with the same inputs and outputs
    """

    shared: int
    without_sharing: int


def sharing(evidence: Evidence) -> Sharing:
    conv = row("keras_cnn", "conv1")
    outputs = prod(conv.output_shape)
    return Sharing(conv.parameters, prod(conv.input_shape) * outputs + outputs)


def judge_sharing(found: Sharing) -> Finding:
    return Finding(
        holds_if(found.shared < found.without_sharing),
        f"The first convolution has {found.shared:,} parameters. A dense layer from the same "
        f"pixels to as many values would have {found.without_sharing:,}.",
        "The same few numbers slide over all positions; that is what a feature map is.",
    )


def without_pools(id: str) -> tuple[Row, ...]:
    """The summary of a network that never pools."""
    layers = [it for it in ARCHITECTURES[id].layers if not isinstance(it, MaxPooling2D)]
    return summary(layers)


@dataclass(frozen=True)
class Pooling(Figures):
    """What the pools of the Keras CNN save.

    Attributes
    ----------
    pool_parameters : of the first pool
    values_in, values_out : that go into it and come out
    conv2_with_pools, conv2_without : parameters of the second convolution
    dense_with_pools, dense_without : parameters of the first dense layer
    """

    pool_parameters: Annotated[int, "parameters of the pool"]
    values_in: int
    values_out: int
    conv2_with_pools: int
    conv2_without: int
    dense_with_pools: int
    dense_without: int


def pooling(evidence: Evidence) -> Pooling:
    pool, conv2 = row("keras_cnn", "pool1"), row("keras_cnn", "conv2")
    bare = {it.layer.name: it for it in without_pools("keras_cnn")}
    return Pooling(
        pool_parameters=pool.parameters,
        values_in=prod(pool.input_shape),
        values_out=prod(pool.output_shape),
        conv2_with_pools=conv2.parameters,
        conv2_without=bare["conv2"].parameters,
        dense_with_pools=row("keras_cnn", "dense1").parameters,
        dense_without=bare["dense1"].parameters,
    )


def judge_pooling(found: Pooling) -> Finding:
    conv_with, conv_bare = found.conv2_with_pools, found.conv2_without
    dense_with, dense_bare = found.dense_with_pools, found.dense_without
    total_with, total_bare = conv_with + dense_with, conv_bare + dense_bare
    return Finding(
        holds_if(round(conv_bare / conv_with) == 4 or round(total_bare / total_with) == 4),
        f"What falls to a quarter is the number of values, {found.values_in:,} → "
        f"{found.values_out:,}. The convolution behind the pool has {conv_with:,} parameters with "
        f"it and {conv_bare:,} without.",
        f"Pools have no parameters. They do shorten the vector after flattening: without both, the "
        f"dense layer would have {dense_bare:,} parameters and not {dense_with:,}, "
        f"{dense_bare / dense_with:.0f} times as many.",
    )


def draw_pooling(found: Pooling) -> Bars:
    return Bars(
        "parameters",
        (
            Bar("conv2 with pools", found.conv2_with_pools),
            Bar("conv2 without", found.conv2_without),
            Bar("dense with pools", found.dense_with_pools),
            Bar("dense without", found.dense_without),
        ),
    )


CLAIMS = (
    Claim(
        "parameters",
        "Fewer parameters than dense",
        TOPIC,
        (
            Quote("000", 104, "requiring fewer parameters than fully connected networks"),
            Quote(
                "004",
                34,
                "Shared weights across the image (fewer parameters than fully connected networks)",
            ),
            Quote("004", 709, "Parameter efficient compared to fully connected networks"),
        ),
        "A CNN has fewer parameters than a fully connected network for the same digits.",
        parameters,
        judge_parameters,
        chart=draw_parameters,
        page="architecture",
    ),
    Claim(
        "sharing",
        "Sharing weights saves parameters",
        TOPIC,
        (
            Quote(
                "002",
                145,
                "**Parameter Sharing**: Same filter applied across the image reduces parameters",
            ),
        ),
        "Applying the same filter everywhere takes fewer parameters than a dense layer would.",
        sharing,
        judge_sharing,
        page="architecture",
    ),
    Claim(
        "pooling",
        "Pooling and parameters",
        TOPIC,
        (Quote("004", 184, "**Dimensionality reduction**: 4× fewer parameters to process"),),
        "Pooling leaves a quarter of the parameters.",
        pooling,
        judge_pooling,
        chart=draw_pooling,
        page="architecture",
    ),
)
