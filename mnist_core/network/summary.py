"""The summary of a network: one row per layer, with every number of its arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mnist_core.data.digits import SIDE
from mnist_core.network.layers import Layer, LayerError, Shape
from mnist_core.network.receptive_field import ReceptiveField, receptive_fields


@dataclass(frozen=True)
class Row:
    """What one layer does to the shape of a digit, and what it costs."""

    layer: Layer
    input_shape: Shape
    output_shape: Shape
    receptive_field: ReceptiveField

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


def summary(layers: Sequence[Layer], input_shape: Shape = (28, 28, 1)) -> tuple[Row, ...]:
    """Follow one digit through the layers, shape by shape.

    Raises
    ------
    LayerError
        At the first layer that cannot stand where it stands; the sentence names its place.
    """
    shapes = [input_shape]
    for number, layer in enumerate(layers, start=1):
        try:
            shapes.append(layer.output_shape(shapes[-1]))
        except LayerError as error:
            raise LayerError(f"Layer {number}: {error}") from None
    fields = receptive_fields(layers, input_shape)
    steps = zip(layers, shapes[:-1], shapes[1:], fields, strict=True)
    return tuple(Row(*step) for step in steps)
