"""Questions about shapes: what layers make of a picture's rows and columns, and what they see."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, prod

from mnist_core.data.digits import SIDE, Dataset
from mnist_core.lessons.claims.wording import by_side
from mnist_core.lessons.lesson import Key
from mnist_core.lessons.questions.asked import DoesNotApply, question, word
from mnist_core.lessons.questions.scale_of_choices import choice, number
from mnist_core.network.forward import Network
from mnist_core.network.layers import Conv2D, Dense, LayerError, Window
from mnist_core.network.sequential import Architecture
from mnist_core.network.summary import Row

WHICH = word("first", "last")


def convolutions(architecture: Architecture) -> list[Row]:
    """The rows of the convolutions, at least one."""
    rows = [row for row in architecture.rows if isinstance(row.layer, Conv2D)]
    if not rows:
        raise DoesNotApply(f"{architecture.title} has no convolution.")
    return rows


def poolings(architecture: Architecture) -> list[Row]:
    """The rows of the layers that slide a window without weights, at least one."""
    rows = [row for row in architecture.rows if row.layer.window and not row.parameters]
    if not rows:
        raise DoesNotApply(f"{architecture.title} has no pooling layer with a window.")
    return rows


def window_of(row: Row) -> Window:
    """The window of a layer that has one."""
    if row.layer.window is None:
        raise DoesNotApply(f"{row.layer.name} has no window.")
    return row.layer.window


@question(layer=WHICH)
def map_side(network: Network, dataset: Dataset, layer: str) -> Key:
    """How many rows has a map of this convolution?"""
    row = convolutions(network.architecture)[0 if layer == "first" else -1]
    side, before, window = row.output_shape[0], row.input_shape[0], window_of(row)
    size = window.size
    return number(
        side,
        f"{row.layer.name}: {row.arithmetic}. The window of {size} cells finds {side} places on a "
        f"side of {before}.",
        {
            before: "The window must fit into the picture, so the outermost places are missing.",
            before - size: "One place more: count the first one, where the window starts.",
        },
        facts=f"{row.layer.name} slides a window of {size} × {size} cells over {before} rows, by "
        f"{window.stride} at a time, with {window.padding} padding.",
    )


@question(layer=WHICH)
def pooled_side(network: Network, dataset: Dataset, layer: str) -> Key:
    """How many rows has a map after this pooling?"""
    row = poolings(network.architecture)[0 if layer == "first" else -1]
    side, before, size = row.output_shape[0], row.input_shape[0], window_of(row).size
    return number(
        side,
        f"{row.layer.name}: {row.arithmetic}.",
        {
            ceil(before / size): "Not rounded up: a window that does not fit is left out.",
            before: "Pooling keeps one value of each window.",
        },
        facts=f"{row.layer.name} reads maps of {before} rows with a window of {size} × {size}.",
    )


@question()
def values_left(network: Network, dataset: Dataset) -> Key:
    """Of 100 values that the first pooling reads, how many does it put out?"""
    row = poolings(network.architecture)[0]
    share = 100 * prod(row.output_shape) / prod(row.input_shape)
    size = window_of(row).size
    return number(
        round(share, 1),
        f"{row.layer.name} makes {by_side(row.output_shape)} of {by_side(row.input_shape)} values: "
        f"{prod(row.output_shape):,} of {prod(row.input_shape):,}, or {share:.1f} of 100.",
        {100 / size: "It makes both sides shorter, the rows and the columns."},
        within=2,
        facts=f"{row.layer.name} keeps one value of each window of {size} × {size}.",
    )


@question()
def unread_cells(network: Network, dataset: Dataset) -> Key:
    """How many cells of a map does no pooling window ever look at?"""
    row = max(poolings(network.architecture), key=lambda it: it.unused_cells)
    height, width, maps = row.input_shape
    rows, columns = map(len, row.unread)
    return number(
        row.unused_cells,
        f"{row.layer.name} reads maps of {height} × {width} cells. Left out: rows {rows}, columns "
        f"{columns}, which is {row.unused_cells} of {height * width} cells, in each of {maps} "
        f"maps.{' What was found there counts for nothing.' * bool(row.unused_cells)}",
        {
            0: "Look at the arithmetic: what does not fit into a window is dropped.",
            rows + columns: "A row has more than one cell.",
            rows * width + columns * height: "The corner lies in both; count it once.",
        },
        facts=f"{row.layer.name} reads maps of {height} × {width} cells with a window of "
        f"{window_of(row).size} × {window_of(row).size}.",
    )


def _shape_before(maps: list[Row]) -> str:
    """The last layer with a window before the dense ones, and what it reads."""
    windows = [row for row in maps if row.layer.window]
    if not windows:
        return ""
    row = windows[-1]
    size = window_of(row).size
    return (
        f"{row.layer.name}, the last layer with a window, reads {by_side(row.input_shape)} values "
        f"with a window of {size} × {size}."
    )


@question()
def values_for_dense(network: Network, dataset: Dataset) -> Key:
    """How many values come into the first dense layer?"""
    rows = network.architecture.rows
    place = next(place for place, row in enumerate(rows) if isinstance(row.layer, Dense))
    row = rows[place]
    count = row.input_shape[-1]
    maps = [it for it in rows[:place] if len(it.output_shape) == 3]
    misled: dict[float, str] = {}
    if maps:
        height, width, channels = maps[-1].output_shape
        misled[height * width] = f"There are {channels} maps, and every cell of each counts."
        if maps[-1].dropped != (0, 0):
            rounded = (height + 1) * (width + 1) * channels
            misled[rounded] = "This rounds the pooled side up; what does not fit is dropped."
        why = f"{maps[-1].layer.name} leaves {by_side(maps[-1].output_shape)}"
        if count != prod(maps[-1].output_shape):
            why += f", and {rows[row.inputs[0]].layer.name} makes one value of each map"
    else:
        why = f"the picture has {by_side(network.architecture.input_shape)} pixels"
    return number(
        count,
        f"{row.layer.name} reads {count:,} values: {why}.",
        misled,
        facts=_shape_before(maps),
    )


@question()
def seen_by_last_convolution(network: Network, dataset: Dataset) -> Key:
    """How many pixels wide is what one cell of the last convolution sees of the digit?"""
    row = convolutions(network.architecture)[-1]
    size = row.receptive_field.columns.size
    return number(
        min(size, SIDE),
        f"One cell of {row.layer.name} sees {row.extent} of the digit's {SIDE} × {SIDE}. Each "
        "layer looks at cells that have themselves looked at several.",
        {
            window_of(row).size: "It sees so many cells, but each of them saw more than a pixel.",
            SIDE: "Only a layer behind all convolutions sees the whole picture.",
        },
    )


@question()
def widest_layer(network: Network, dataset: Dataset) -> Key:
    """Which layer puts out the most values?"""
    named = [
        row
        for row in network.architecture.rows
        if row.layer.window or isinstance(row.layer, (Conv2D, Dense))
    ]
    best = max(named, key=lambda row: prod(row.output_shape))
    largest = max(named, key=lambda row: row.parameters)
    counts = ", ".join(f"{row.layer.name} {prod(row.output_shape):,}" for row in named)
    return choice(
        best.layer.name,
        [row.layer.name for row in named],
        f"{best.layer.name} makes {by_side(best.output_shape)} values ({counts}); the digit "
        f"itself has {by_side(network.architecture.input_shape)}.",
        {largest.layer.name: "It has most weights, but few outputs."},
    )


@question()
def larger_kernel(network: Network, dataset: Dataset) -> Key:
    """Would kernels two cells larger in the first layer make the whole network compute more?"""
    architecture = network.architecture
    row = convolutions(architecture)[0]
    first = next(it for it in architecture.layers if isinstance(it, Conv2D))
    larger = replace(first, kernel_size=first.kernel_size + 2)
    layers = [larger if it is first else it for it in architecture.layers]
    try:
        other = replace(architecture, layers=tuple(layers))
    except LayerError as error:
        raise DoesNotApply(f"No larger kernel fits here: {error}") from None
    new = next(it for it in other.rows if it.layer.name == row.layer.name)
    more, fewer = "Yes, more multiplications", "No, fewer multiplications"
    return choice(
        more if other.macs > architecture.macs else fewer,
        (more, fewer),
        f"With {larger.kernel_size} × {larger.kernel_size} in place of {first.kernel_size} × "
        f"{first.kernel_size}, {row.layer.name} goes from {row.macs:,} to {new.macs:,}; its "
        f"maps are smaller, and the whole network goes from {architecture.macs:,} to "
        f"{other.macs:,}. Neither “more” nor “fewer” is a law.",
        {
            more: "Count what comes behind, too: smaller maps mean less work there.",
            fewer: "The larger window itself costs more than the smaller maps save.",
        },
    )
