"""Edits worth guessing about: some small changes to a network, and what each would cost or save."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mnist_core.editing.draft import Draft
from mnist_core.network.layers import LayerError
from mnist_core.network.sequential import Architecture

OFFERED = 5


@dataclass(frozen=True)
class Edit:
    """A change in words, the draft after it, and what the changed network is."""

    label: str
    draft: Draft
    architecture: Architecture

    @property
    def parameters(self) -> int:
        return self.architecture.parameters

    @property
    def macs(self) -> int:
        return self.architecture.macs


def edits(architecture: Architecture) -> tuple[Edit, ...]:
    """Legal changes to one place of a network, at most five, each with its outcome."""
    found = []
    for label, draft in _ideas(Draft.of(architecture), architecture):
        try:
            found.append(Edit(label, draft, draft.architecture()))
        except LayerError:
            continue
    return tuple(found[:OFFERED])


def _ideas(draft: Draft, architecture: Architecture) -> Iterator[tuple[str, Draft]]:
    kinds = [layer.kind for layer in architecture.layers]
    names = [layer.name for layer in architecture.layers]
    hidden = [place for place, kind in enumerate(kinds) if kind == "Dense"][:-1]
    convolutions = [place for place, kind in enumerate(kinds) if kind == "Conv2D"]
    for place in convolutions[-1:]:
        filters = draft.specs[place]["filters"]
        if filters > 1:
            label = f"half the filters in {names[place]} ({filters // 2})"
            yield label, draft.changed(place, "filters", filters // 2)
    for place in hidden[:1]:
        units = draft.specs[place]["units"]
        yield (
            f"half the units in {names[place]} ({units // 2})",
            draft.changed(place, "units", units // 2),
        )
    if "Flatten" in kinds:
        flatten = kinds.index("Flatten")
        yield "one more 2 × 2 max pooling before flatten", draft.added(flatten, "MaxPooling2D")
        if convolutions:
            label = "global average pooling in place of flatten"
            yield label, draft.exchanged(flatten, "GlobalAveragePooling2D")
    for place in hidden[:1]:
        yield f"without {names[place]}", draft.removed(place)
    for place in convolutions[:1]:
        stride = draft.specs[place]["strides"] + 1
        yield f"stride {stride} in {names[place]}", draft.changed(place, "strides", stride)
    for place in hidden[1:]:
        yield f"without {names[place]}", draft.removed(place)
    if len(convolutions) > 1:
        first, last = convolutions[0], convolutions[-1]
        yield f"without {names[last]}", draft.removed(last)
        filters = draft.specs[first]["filters"]
        if filters > 1:
            label = f"half the filters in {names[first]}: {filters // 2}"
            yield label, draft.changed(first, "filters", filters // 2)
