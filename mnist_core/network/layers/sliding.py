"""Layers that need feature maps: convolution and pooling, most of which slide a window."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from math import prod
from typing import ClassVar

from mnist_core.network.layers.layer import Layer, LayerError, Shape, check_whole, times
from mnist_core.network.layers.window import Window

MAX_FILTERS = 1024
MAX_KERNEL = 28


class _Sliding(Layer):
    """What convolution and pooling share: a window that slides over height and width."""

    @property
    @abstractmethod
    def window(self) -> Window:
        """The window the layer slides over its input."""

    def spatial(self, input_shape: Shape) -> tuple[int, int]:
        """Height and width of the output."""
        height, width, _ = self.maps(input_shape)
        window = self.window
        if window.padding == "valid" and window.size > min(height, width):
            raise LayerError(
                f"{self.kind} has a {window.size}×{window.size} window but its input is only "
                f"{height}×{width}: make the window smaller or use same padding."
            )
        return window.positions(height), window.positions(width)

    def arithmetic(self, input_shape: Shape) -> str:
        height, width, _ = self.maps(input_shape)
        if height == width:
            return self.window.arithmetic(height)
        return f"{self.window.arithmetic(height)}; {self.window.arithmetic(width)}"


def _check_padding(layer: Conv2D | _Pooling) -> None:
    if layer.padding not in ("valid", "same"):
        raise LayerError(f"{layer.kind} padding is 'valid' or 'same', not {layer.padding!r}.")


@dataclass(frozen=True)
class Conv2D(_Sliding):
    """Slides small kernels over the input; each kernel makes one feature map.

    Strictly a cross-correlation, as in every deep-learning library: the kernel is not flipped.
    """

    filters: int
    kernel_size: int
    strides: int = 1
    padding: str = "valid"
    prefix: ClassVar[str] = "conv"
    purpose: ClassVar[str] = "looks for one small pattern per filter, everywhere on its input"

    def __post_init__(self) -> None:
        check_whole(self, "filters", MAX_FILTERS)
        check_whole(self, "kernel_size", MAX_KERNEL)
        check_whole(self, "strides", MAX_KERNEL)
        _check_padding(self)

    @property
    def window(self) -> Window:
        return Window(self.kernel_size, self.strides, self.padding)

    def output_shape(self, input_shape: Shape) -> Shape:
        return (*self.spatial(input_shape), self.filters)

    def weight_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        channels = self.maps(input_shape)[2]
        kernel = (self.kernel_size, self.kernel_size, channels, self.filters)
        return {"kernel": kernel, "bias": (self.filters,)}

    def parameter_formula(self, input_shape: Shape) -> str:
        kernel = self.weight_shapes(input_shape)["kernel"]
        return f"{times(*kernel)} weights + {self.filters:,} biases"

    def macs(self, input_shape: Shape) -> int:
        return prod((*self.spatial(input_shape), *self.weight_shapes(input_shape)["kernel"]))

    def mac_formula(self, input_shape: Shape) -> str:
        return times(*self.spatial(input_shape), *self.weight_shapes(input_shape)["kernel"])


@dataclass(frozen=True)
class _Pooling(_Sliding):
    pool_size: int = 2
    strides: int | None = None
    padding: str = "valid"
    prefix: ClassVar[str] = "pool"

    def __post_init__(self) -> None:
        check_whole(self, "pool_size", MAX_KERNEL)
        if self.strides is None:
            object.__setattr__(self, "strides", self.pool_size)
        check_whole(self, "strides", MAX_KERNEL)
        _check_padding(self)

    @property
    def window(self) -> Window:
        return Window(self.pool_size, self.strides or self.pool_size, self.padding)

    def output_shape(self, input_shape: Shape) -> Shape:
        return (*self.spatial(input_shape), input_shape[2])


@dataclass(frozen=True)
class MaxPooling2D(_Pooling):
    """Keeps the largest value of each window and discards the rest."""

    purpose: ClassVar[str] = "keeps the strongest response of each window, with no weights"


@dataclass(frozen=True)
class AveragePooling2D(_Pooling):
    """Replaces each window by its mean; padding counts neither above nor below the line."""

    purpose: ClassVar[str] = "keeps the mean response of each window, with no weights"


@dataclass(frozen=True)
class GlobalAveragePooling2D(Layer):
    """Replaces every feature map by its mean, one number per map."""

    prefix: ClassVar[str] = "average"
    purpose: ClassVar[str] = "asks how much of each pattern there is, and forgets where"

    def output_shape(self, input_shape: Shape) -> Shape:
        return (self.maps(input_shape)[2],)

    def arithmetic(self, input_shape: Shape) -> str:
        height, width, channels = self.maps(input_shape)
        return f"mean of {times(height, width)} cells, for each of {channels:,} maps"
