"""Claims about size: how many parameters, how much work, how many updates."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, prod

from mnist_core.lessons.claims.claim import (
    DEPENDS,
    FAILS,
    HOLDS,
    Bar,
    Bars,
    Claim,
    Evidence,
    Figures,
    Finding,
    Lines,
    Quote,
    holds_if,
    percent,
)
from mnist_core.lessons.claims.shapes import row
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import Conv2D, MaxPooling2D
from mnist_core.network.summary import Row, summary

TOPIC = "Parameters and work"
MNIST_TRAINING, BATCH = 60_000, 128
KERNELS = (3, 5, 7, 9)
CNNS = ("keras_cnn", "wide_cnn", "classic_cnn")


def parameters(evidence: Evidence) -> Figures:
    return {id: ARCHITECTURES[id].parameters for id in ("mlp", *CNNS)}


def judge_parameters(mlp: int, **cnns: int) -> Finding:
    fewer = [id for id, count in cnns.items() if count < mlp]
    verdict = HOLDS if len(fewer) == len(cnns) else DEPENDS if fewer else FAILS
    titles = ", ".join(f"{ARCHITECTURES[id].title} {count:,}" for id, count in cnns.items())
    return Finding(
        verdict,
        f"The fully connected network of document 003 has {mlp:,} parameters. {titles}: "
        f"fewer in {len(fewer)} of {len(cnns)}.",
        f"Sharing weights saves parameters in a convolution, not in a network: one dense layer "
        f"holds {percent(row('keras_cnn', 'dense1').parameters / cnns['keras_cnn'], 0)} of the "
        f"Keras CNN.",
    )


def draw_parameters(mlp: int, **cnns: int) -> Bars:
    named = {"mlp": mlp, **cnns}
    bars = (Bar(ARCHITECTURES[id].title, count, said=id == "mlp") for id, count in named.items())
    return Bars("parameters", tuple(bars))


def sharing(evidence: Evidence) -> Figures:
    conv = row("keras_cnn", "conv1")
    outputs = prod(conv.output_shape)
    return {
        "shared": conv.parameters,
        "without sharing": prod(conv.input_shape) * outputs + outputs,
    }


def judge_sharing(**found: int) -> Finding:
    shared, dense = found.values()
    return Finding(
        holds_if(shared < dense),
        f"The first convolution has {shared:,} parameters. A dense layer from the same pixels to "
        f"as many values would have {dense:,}.",
        "The same few numbers slide over all positions; that is what a feature map is.",
    )


def without_pools(id: str) -> tuple[Row, ...]:
    """The summary of a network that never pools."""
    layers = [it for it in ARCHITECTURES[id].layers if not isinstance(it, MaxPooling2D)]
    return summary(layers)


def pooling(evidence: Evidence) -> Figures:
    pool, conv2 = row("keras_cnn", "pool1"), row("keras_cnn", "conv2")
    bare = {it.layer.name: it for it in without_pools("keras_cnn")}
    return {
        "parameters of the pool": pool.parameters,
        "values in": prod(pool.input_shape),
        "values out": prod(pool.output_shape),
        "conv2 with pools": conv2.parameters,
        "conv2 without": bare["conv2"].parameters,
        "dense with pools": row("keras_cnn", "dense1").parameters,
        "dense without": bare["dense1"].parameters,
    }


def judge_pooling(**found: int) -> Finding:
    _, values_in, values_out, conv_with, conv_bare, dense_with, dense_bare = found.values()
    total_with, total_bare = conv_with + dense_with, conv_bare + dense_bare
    return Finding(
        holds_if(round(conv_bare / conv_with) == 4 or round(total_bare / total_with) == 4),
        f"What falls to a quarter is the number of values, {values_in:,} → {values_out:,}. The "
        f"convolution behind the pool has {conv_with:,} parameters with it and {conv_bare:,} "
        f"without.",
        f"Pools have no parameters. They do shorten the vector after flattening: without both, the "
        f"dense layer would have {dense_bare:,} parameters and not {dense_with:,}, "
        f"{dense_bare / dense_with:.0f} times as many.",
    )


def draw_pooling(**found: int) -> Bars:
    names = ("conv2 with pools", "conv2 without", "dense with pools", "dense without")
    return Bars("parameters", tuple(Bar(name, found[name]) for name in names))


def more_maps(evidence: Evidence) -> Figures:
    names = ("pool1", "conv2", "pool2")
    shapes = {name: row("keras_cnn", name).output_shape for name in names}
    sides = {f"side after {name}": shape[0] for name, shape in shapes.items()}
    return sides | {f"values after {name}": prod(shape) for name, shape in shapes.items()}


def judge_more_maps(**found: int) -> Finding:
    sides, values = list(found.values())[:3], list(found.values())[3:]
    larger, kept = sides[1] > sides[0], values[2] >= values[0]
    return Finding(
        HOLDS if larger and kept else DEPENDS if larger or kept else FAILS,
        f"The maps get more, not larger: their side goes {sides[0]} → {sides[1]} → {sides[2]}, and "
        f"the number of values {' → '.join(f'{value:,}' for value in values)}.",
        "More maps, smaller each: after the second pool there are "
        f"{percent(values[2] / values[0], 0)} of the values that the first one gave.",
    )


def draw_more_maps(**found: int) -> Bars:
    names = [name for name in found if name.startswith("values")]
    return Bars("values", tuple(Bar(name.removeprefix("values "), found[name]) for name in names))


def kernels(evidence: Evidence) -> Figures:
    layer, network = [], []
    for size in KERNELS:
        first, *rest = ARCHITECTURES["keras_cnn"].layers
        assert isinstance(first, Conv2D)
        rows = summary([replace(first, kernel_size=size), *rest])
        layer.append(rows[0].macs)
        network.append(sum(it.macs for it in rows))
    return {"layer": tuple(layer), "network": tuple(network)}


def judge_kernels(layer: tuple[int, ...], network: tuple[int, ...]) -> Finding:
    fewer = [values[1] < values[0] for values in (layer, network)]
    return Finding(
        HOLDS if all(fewer) else DEPENDS if any(fewer) else FAILS,
        f"From 3 × 3 to 5 × 5 the first layer goes from {layer[0]:,} to {layer[1]:,} "
        f"multiply–accumulates ({layer[1] / layer[0]:.2f} times), the whole network from "
        f"{network[0]:,} to {network[1]:,} ({percent(network[1] / network[0] - 1, 1)}).",
        "A larger kernel costs more per position. Without padding it also leaves smaller maps, "
        "which makes the next layers cheaper. So it depends on the network, and counting decides.",
    )


def draw_kernels(layer: tuple[int, ...], network: tuple[int, ...]) -> Lines:
    return Lines(
        "side of the first kernels, pixels",
        "multiply–accumulates for one digit",
        KERNELS,
        (("first layer", layer), ("whole network", network)),
        categories=True,
    )


def updates(evidence: Evidence) -> Figures:
    return {"digits": MNIST_TRAINING, "batch": BATCH, "updates": ceil(MNIST_TRAINING / BATCH)}


def judge_updates(digits: int, batch: int, updates: int) -> Finding:
    return Finding(
        holds_if(updates == 469),
        f"{digits:,} / {batch} = {digits / batch:.2f}, rounded up: {updates} updates in an epoch. "
        f"The last batch has {digits - (updates - 1) * batch} digits.",
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
