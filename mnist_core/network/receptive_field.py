"""Receptive fields: which pixels of the digit a cell of a feature map can see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mnist_core.network.layers import (
    Flatten,
    GlobalAveragePooling2D,
    Layer,
    LayerError,
    Shape,
)


@dataclass(frozen=True)
class Span:
    """Along one side of the digit: cell 0 sees ``size`` pixels from ``start``, the next cell the
    same number ``stride`` pixels further.

    Recurrence: Araujo, Norris & Sim, "Computing receptive fields of convolutional neural
    networks", Distill 2019.
    """

    size: int = 1
    stride: int = 1
    start: int = 0

    def through(self, size: int, stride: int, padding_before: int) -> Span:
        """The span seen from the output of a window over cells that have this span."""
        return Span(
            size=self.size + (size - 1) * self.stride,
            stride=self.stride * stride,
            start=self.start - padding_before * self.stride,
        )

    def hull(self, other: Span) -> Span:
        """The smallest span that holds both, of cells that lie equally far apart."""
        start = min(self.start, other.start)
        end = max(self.start + self.size, other.start + other.size)
        return Span(end - start, self.stride, start)

    def pixels(self, cell: int, length: int) -> tuple[int, int]:
        """First pixel and one past the last that ``cell`` sees, on a side of ``length`` pixels."""
        first = self.start + cell * self.stride
        return max(first, 0), min(first + self.size, length)


@dataclass(frozen=True)
class ReceptiveField:
    """What one cell of a layer sees of the digit: a span of rows and a span of columns."""

    rows: Span
    columns: Span

    @property
    def size(self) -> tuple[int, int]:
        """Height and width in pixels, padding around the digit included."""
        return self.rows.size, self.columns.size


SEEN_BY_DIGIT = ReceptiveField(Span(), Span())
"""What a pixel sees: itself."""


def seen_by(
    layer: Layer, before: ReceptiveField, shape: Shape, input_shape: Shape
) -> ReceptiveField:
    """The theoretical receptive field of a layer.

    From the first layer that mixes all positions (Flatten, global pooling, or a Dense after them)
    a unit sees the union of what the cells before it see. For a Flatten unit this is the union
    over the whole layer, since the field belongs to the layer and not to one unit.

    Parameters
    ----------
    layer : the spec
    before : what the cells that it reads see
    shape : the shape of the output that it reads
    input_shape : the digit's
    """
    spans = (before.rows, before.columns)
    if layer.window is not None:
        window = layer.window
        spans = tuple(
            span.through(window.size, window.stride, window.padded(length)[0])
            for span, length in zip(spans, shape[:2], strict=True)
        )
    elif isinstance(layer, (Flatten, GlobalAveragePooling2D)) and len(shape) == 3:
        spans = tuple(
            _union(span, cells, pixels)
            for span, cells, pixels in zip(spans, shape[:2], input_shape[:2], strict=True)
        )
    return ReceptiveField(*spans)


def seen_by_sum(layer: Layer, terms: Sequence[ReceptiveField], shape: Shape) -> ReceptiveField:
    """What the sum of two outputs of one shape sees: all that either of its terms does.

    Raises
    ------
    LayerError
        If the cells of the two lie at different distances on the digit, so that most cells would
        be added to what was seen elsewhere.
    """
    first, second = terms
    cells = shape[:2] if len(shape) == 3 else (1, 1)
    pairs = ((first.rows, second.rows), (first.columns, second.columns))
    for count, (one, other) in zip(cells, pairs, strict=True):
        if count > 1 and one.stride != other.stride:
            raise LayerError(
                f"{layer.kind} would add cells that lie {one.stride} pixels apart on the digit to "
                f"cells that lie {other.stride} apart: give both ways the same strides."
            )
    return ReceptiveField(*(one.hull(other) for one, other in pairs))


def _union(span: Span, cells: int, pixels: int) -> Span:
    first, _ = span.pixels(0, pixels)
    _, last = span.pixels(cells - 1, pixels)
    return Span(size=last - first, stride=0, start=first)
