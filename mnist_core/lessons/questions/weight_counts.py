"""Questions about weights: how many there are, where they are, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from mnist_core.data.digits import Dataset
from mnist_core.lessons.claims.wording import by_side, percent
from mnist_core.lessons.lesson import Key, Kind
from mnist_core.lessons.questions.asked import DoesNotApply, question, word
from mnist_core.network.forward import Network
from mnist_core.network.layers import Conv2D, Dense
from mnist_core.network.sequential import Architecture
from mnist_core.network.summary import Row

WHICH = word("first", "largest", "last")


def weighing(architecture: Architecture) -> list[Row]:
    """The convolutions and dense layers: those that weigh what they read, in their order."""
    return [row for row in architecture.rows if isinstance(row.layer, (Conv2D, Dense))]


def chosen(architecture: Architecture, which: str) -> Row:
    """The first, the largest or the last of them."""
    rows = weighing(architecture)
    if which == "largest":
        return max(rows, key=lambda row: row.parameters)
    return rows[0] if which == "first" else rows[-1]


def _built(row: Row) -> str:
    """How a layer is built, without its number of weights."""
    layer = row.layer
    if isinstance(layer, Conv2D):
        size = f"{layer.kernel_size} × {layer.kernel_size}"
        return (
            f"{layer.name} has {layer.filters} filters of {size}; channels that it reads: "
            f"{row.input_shape[2]}."
        )
    if isinstance(layer, Dense):
        return f"{layer.name} has {layer.units} units and reads {row.input_shape[-1]:,} values."
    return ""


@question(layer=WHICH)
def layer_parameters(network: Network, dataset: Dataset, layer: str) -> Key:
    """How many weights and biases has this layer?"""
    row = chosen(network.architecture, layer)
    right = row.parameters
    misled = {}
    if isinstance(row.layer, Conv2D):
        height, width, channels = row.input_shape
        kernel = row.layer.kernel_size**2
        misled[str(kernel * row.layer.filters)] = "This counts one kernel a map, without biases."
        each = prod(row.output_shape) * (kernel * channels + 1)
        misled[str(each)] = "This gives every cell weights of its own; a filter shares them."
        misled[str(height * width * row.layer.filters)] = "The picture's size plays no part."
    elif isinstance(row.layer, Dense):
        inputs = row.input_shape[-1]
        misled[str(inputs * row.layer.units)] = "This forgets a bias for every unit."
        misled[str(inputs + row.layer.units)] = "Every input meets every unit: multiply."
    return Key(
        Kind.NUMBER,
        str(right),
        f"**{row.layer.name}** has {row.parameter_formula}, that is {right:,}.",
        misled={given: why for given, why in misled.items() if given != str(right)},
        facts=_built(row),
    )


@question()
def largest_layer(network: Network, dataset: Dataset) -> Key:
    """Which layer has most of the weights?"""
    architecture = network.architecture
    rows = weighing(architecture)
    best = chosen(architecture, "largest")
    busiest = max(rows, key=lambda row: row.macs)
    misled = {}
    if busiest is not best:
        misled[busiest.layer.name] = "It computes most, but uses its few weights again and again."
    counts = {row.layer.name: row.parameters for row in rows}
    says, total = "has {share} of the {total:,} weights", architecture.parameters
    return _most(best.layer.name, counts, total, says, misled)


@question()
def busiest_layer(network: Network, dataset: Dataset) -> Key:
    """Which layer multiplies most often to read one digit?"""
    architecture = network.architecture
    rows = weighing(architecture)
    best = max(rows, key=lambda row: row.macs)
    largest = chosen(architecture, "largest")
    misled = {}
    if largest is not best and isinstance(largest.layer, Dense):
        misled[largest.layer.name] = "It has most weights, but uses each of them only once."
    counts = {row.layer.name: row.macs for row in rows}
    says, total = "does {share} of the {total:,} multiplications for one digit", architecture.macs
    return _most(best.layer.name, counts, total, says, misled)


def _most(
    best: str, counts: Mapping[str, int], total: int, says: str, misled: Mapping[str, str]
) -> Key:
    """Which layer has the largest count; `says` puts its share of all layers' into words."""
    said = says.format(share=percent(counts[best] / total, 1), total=total)
    each = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    explanation = f"{best} {said} ({each})."
    return Key(Kind.CHOICE, best, explanation, options=tuple(counts), misled=misled)


@question()
def pooling_parameters(network: Network, dataset: Dataset) -> Key:
    """How many weights has a pooling layer?"""
    rows = [row for row in network.architecture.rows if row.layer.kind.endswith("Pooling2D")]
    if not rows:
        raise DoesNotApply(f"{network.architecture.title} has no pooling layer.")
    row = rows[0]
    window = row.layer.window
    misled = (
        {} if window is None else {str(window.size**2): "It looks at so many cells, unweighted."}
    )
    return Key(
        Kind.NUMBER,
        str(row.parameters),
        f"{row.layer.name} makes {by_side(row.output_shape)} values of {by_side(row.input_shape)} "
        f"with {row.parameters} weights: it follows a rule, and there is nothing to learn in it.",
        misled=misled,
    )


@question()
def room_for_pictures(network: Network, dataset: Dataset) -> Key:
    """Could the weights hold the pictures that the network has learnt from?"""
    pictures, weights = dataset.train.images.nbytes, 4 * network.architecture.parameters
    fits = weights >= pictures
    yes, no = "Yes, all of them would fit", "No, they would not fit"
    each = weights / len(dataset.train)
    return Key(
        Kind.CHOICE,
        yes if fits else no,
        f"{len(dataset.train):,} pictures of {dataset.train.images[0].size} bytes are "
        f"{pictures / 1e6:.1f} MB; {network.architecture.parameters:,} weights of 4 bytes are "
        f"{weights / 1e6:.1f} MB. That leaves {each:.0f} bytes a picture. What a network keeps is "
        "not the pictures but numbers that many pictures have pushed a little.",
        options=(yes, no),
        misled={no if fits else yes: "Compare the bytes: a pixel takes one, a weight takes four."},
        facts=f"It learns from {len(dataset.train):,} pictures of "
        f"{dataset.train.images[0].size} pixels, and has "
        f"{network.architecture.parameters:,} weights.",
    )
