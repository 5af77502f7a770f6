"""Wiring: which outputs every layer reads. Without a name in its spec, the one just before it."""

from __future__ import annotations

from collections.abc import Sequence

from mnist_core.network.layers import Add, Layer, LayerError

DIGIT = -1
"""The place of the prepared digit, before the first layer, which has place 0."""


def inputs(layer: Layer, above: Sequence[str]) -> tuple[int, ...]:
    """The places whose outputs a layer reads: one, or two for a sum.

    Parameters
    ----------
    layer : the spec
    above : the names of the layers that stand above it, in order

    Raises
    ------
    LayerError
        If it names a layer that does not stand above it, or adds none.
    """
    first = _place(layer, layer.reads, above) if layer.reads else len(above) - 1
    if not isinstance(layer, Add):
        return (first,)
    if not layer.source:
        raise LayerError("Add has nothing to add: choose an earlier layer.")
    return first, _place(layer, layer.source, above)


def _place(layer: Layer, name: str, above: Sequence[str]) -> int:
    if name not in above:
        raise LayerError(
            f"{layer.kind} takes the output of {name}, which does not stand above it: choose an "
            "earlier layer."
        )
    return above.index(name)


def is_chain(wires: Sequence[tuple[int, ...]]) -> bool:
    """Whether every layer reads the one just before it, and nothing else."""
    return all(places == (number - 1,) for number, places in enumerate(wires))


def last_readers(wires: Sequence[tuple[int, ...]]) -> dict[int, int]:
    """For every place that is read, the last layer that reads it."""
    return {place: reader for reader, places in enumerate(wires) for place in places}
