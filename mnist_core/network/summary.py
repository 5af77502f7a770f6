"""The summary of a network: one row per layer, with every number of its arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mnist_core.data.digits import SIDE
from mnist_core.network.layers import Add, Layer, LayerError, Shape
from mnist_core.network.receptive_field import (
    SEEN_BY_DIGIT,
    ReceptiveField,
    seen_by,
    seen_by_sum,
)
from mnist_core.network.wiring import DIGIT, inputs


@dataclass(frozen=True)
class Row:
    """What one layer does to the shape of a digit, and what it costs.

    Attributes
    ----------
    layer : its spec
    input_shape, output_shape : of what it reads and of what it gives, without the batch axis
    receptive_field : what one of its cells sees of the digit
    inputs : the places of the layers it reads, counted from 0; −1 is the digit itself
    """

    layer: Layer
    input_shape: Shape
    output_shape: Shape
    receptive_field: ReceptiveField
    inputs: tuple[int, ...]

    @property
    def arithmetic(self) -> str:
        """How the output shape comes about, such as ``28 − 3 + 1 = 26``."""
        return self.layer.arithmetic(self.input_shape)

    @property
    def parameters(self) -> int:
        return self.layer.parameters(self.input_shape)

    @property
    def parameter_formula(self) -> str:
        return self.layer.parameter_formula(self.input_shape)

    @property
    def macs(self) -> int:
        """Multiply–accumulates for one digit."""
        return self.layer.macs(self.input_shape)

    @property
    def mac_formula(self) -> str:
        return self.layer.mac_formula(self.input_shape)

    @property
    def weight_shapes(self) -> dict[str, Shape]:
        return self.layer.weight_shapes(self.input_shape)

    @property
    def dropped(self) -> tuple[int, int]:
        """Rows and columns at the far edges of the input that no window ever reaches."""
        window = self.layer.window
        if window is None:
            return 0, 0
        height, width, _ = self.input_shape
        return window.dropped(height), window.dropped(width)

    @property
    def unread(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Rows and columns of the input that no window covers, those dropped and those in gaps."""
        window = self.layer.window
        if window is None:
            return (), ()
        height, width, _ = self.input_shape
        return window.unread(height), window.unread(width)

    @property
    def unused_cells(self) -> int:
        """Cells of each input map that stay unread because their row or column does."""
        if not any(self.unread):
            return 0
        height, width, _ = self.input_shape
        rows, columns = map(len, self.unread)
        return height * width - (height - rows) * (width - columns)

    @property
    def extent(self) -> str:
        """What one value of it sees of the digit at most: "24 × 24 pixels".

        Padding is no part of the digit: "28 × 28 pixels (its window goes 4 beyond the frame)".
        """
        cells = self.output_shape[:2] if len(self.output_shape) == 3 else (1, 1)
        field = self.receptive_field
        height, width = (
            max(last - first for first, last in (span.pixels(cell, SIDE) for cell in range(count)))
            for span, count in zip((field.rows, field.columns), cells, strict=True)
        )
        beyond = max(field.rows.size - height, field.columns.size - width)
        padding = f" (its window goes {beyond} beyond the frame)" if beyond else ""
        return f"{height} × {width} pixels{padding}"


def row_of(layer: Layer, above: Sequence[Row], input_shape: Shape) -> Row:
    """The row of a layer that stands below these rows.

    Raises
    ------
    LayerError
        If the layer cannot stand there.
    """
    places = inputs(layer, [row.layer.name for row in above])
    rows = [above[place] if place != DIGIT else None for place in places]
    shapes = [row.output_shape if row else input_shape for row in rows]
    fields = [row.receptive_field if row else SEEN_BY_DIGIT for row in rows]
    shape, output_shape = shapes[0], layer.output_shape(shapes[0])
    if isinstance(layer, Add):
        layer.check(shape, shapes[1])
        seen = seen_by_sum(layer, fields, shape)
    else:
        seen = seen_by(layer, fields[0], shape, input_shape)
    return Row(layer, shape, output_shape, seen, places)


def summary(layers: Sequence[Layer], input_shape: Shape = (28, 28, 1)) -> tuple[Row, ...]:
    """Follow one digit through the layers, shape by shape.

    Raises
    ------
    LayerError
        At the first layer that cannot stand where it stands; the sentence names its place.
    """
    rows: list[Row] = []
    for number, layer in enumerate(layers, start=1):
        try:
            rows.append(row_of(layer, rows, input_shape))
        except LayerError as error:
            raise LayerError(f"Layer {number}: {error}") from None
    return tuple(rows)
