"""Layers that take two inputs: the sum that makes a network residual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mnist_core.network.layers.layer import Layer, LayerError, Shape, times


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
        if input_shape == source_shape:
            return
        gets = f"Add gets {times(*input_shape)} numbers, but {self.source} gives "
        way = "choose a layer that gives as many"
        if len(input_shape) == len(source_shape) == 3:
            stride = -(-source_shape[0] // input_shape[0])
            steps = f" and stride {stride}" if stride > 1 else ""
            way = (
                f"choose a layer of that shape, or bring {self.source} there by a 1×1 convolution "
                f"with {input_shape[2]:,} filters{steps} that reads it"
            )
        raise LayerError(f"{gets}{times(*source_shape)}: {way}.")
