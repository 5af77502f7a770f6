"""The window that convolution and pooling slide along one side of their input."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """A window of ``size`` cells that moves ``stride`` cells at a time.

    ``padding`` is "valid" (the window stays inside) or "same" (zeros are added around the input so
    that a stride of 1 keeps its size), with the conventions of Keras.
    Formulas: Dumoulin & Visin, "A guide to convolution arithmetic for deep learning", 2016.
    """

    size: int
    stride: int
    padding: str

    def positions(self, length: int) -> int:
        """How many places the window takes along a side of ``length`` cells: the output size."""
        if self.padding == "same":
            return -(-length // self.stride)
        return (length - self.size) // self.stride + 1

    def padded(self, length: int) -> tuple[int, int]:
        """Cells of padding before and after a side of ``length`` cells; the odd one goes after."""
        if self.padding == "valid":
            return 0, 0
        total = max((self.positions(length) - 1) * self.stride + self.size - length, 0)
        return total // 2, total - total // 2

    def dropped(self, length: int) -> int:
        """Cells at the far end of a side of ``length`` cells that no window ever reaches."""
        reached = (self.positions(length) - 1) * self.stride + self.size - sum(self.padded(length))
        return max(length - reached, 0)

    def unread(self, length: int) -> tuple[int, ...]:
        """Cells of a side of ``length`` that no window covers, from 0: at its end, or in gaps."""
        before, _ = self.padded(length)
        starts = (place * self.stride - before for place in range(self.positions(length)))
        read = {start + tap for start in starts for tap in range(self.size)}
        return tuple(cell for cell in range(length) if cell not in read)

    def arithmetic(self, length: int) -> str:
        """The output size in words and numbers, such as ``28 − 3 + 1 = 26``."""
        result = self.positions(length)
        if self.padding == "same":
            before, after = self.padded(length)
            if self.stride > 1:
                return f"⌈{length} / {self.stride}⌉ = {result} (padded by {before} + {after})"
            return f"{length} + {before + after} − {self.size} + 1 = {result}"
        if self.stride == 1:
            return f"{length} − {self.size} + 1 = {result}"
        if self.stride == self.size:
            if length % self.size == 0:
                return f"{length} / {self.size} = {result}"
            return f"⌊{length} / {self.size}⌋ = {result}"
        return f"⌊({length} − {self.size}) / {self.stride}⌋ + 1 = {result}"
