"""Layers that take two inputs: the sum that makes a network residual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mnist_core.network.layers.layer import Layer, LayerError, Shape, times
from mnist_core.network.layers.window import Window


@dataclass(frozen=True)
class Add(Layer):
    """Adds the output of an earlier layer, called ``source``, to its input, cell by cell.

    Layers in between then only have to learn what is missing, and the gradient has a way around
    them (He, Zhang, Ren & Sun, "Deep residual learning for image recognition", 2015).
    """

    source: str = ""
    prefix: ClassVar[str] = "add"
    purpose: ClassVar[str] = "adds what an earlier layer has put out, cell by cell"

    def arithmetic(self, input_shape: Shape) -> str:
        return f"same shape; plus {self.source}, cell by cell"

    def check(self, input_shape: Shape, source_shape: Shape) -> None:
        """Raise LayerError, with the way out, unless the two outputs to add have one shape."""
        if input_shape != source_shape:
            raise LayerError(
                f"Add gets {times(*input_shape)} numbers, but {self.source} gives "
                f"{times(*source_shape)}: {self._way_out(input_shape, source_shape)}."
            )

    def _way_out(self, wanted: Shape, given: Shape) -> str:
        if len(wanted) < 3 or len(given) < 3:
            return "choose a layer that gives as many"
        stride = -(-given[0] // wanted[0])
        around = Window(1, stride, "same")
        if (around.positions(given[0]), around.positions(given[1])) != wanted[:2]:
            return "choose a layer of that shape"
        filters = f"{wanted[2]:,} filter{'' if wanted[2] == 1 else 's'}"
        steps = f" and stride {stride}" if stride > 1 else ""
        return (
            f"choose a layer of that shape, or let a 1×1 convolution with {filters}{steps} read "
            f"{self.source}, and add that"
        )
