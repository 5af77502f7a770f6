"""Drafts: a network while somebody edits it, legal or not, with what every layer would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mnist_core.editing.spec import SOURCE, Spec
from mnist_core.network.architectures import ARCHITECTURES
from mnist_core.network.layers import LAYERS, LayerError, Shape
from mnist_core.network.limits import MAX_LAYERS, Fault, end, excess, unread
from mnist_core.network.sequential import Architecture
from mnist_core.network.summary import Row, row_of

BLOCK_ENDS = ("ReLU", "MaxPooling2D", "AveragePooling2D", "Add")
INPUT: Shape = (28, 28, 1)
ID, TITLE, MADE_BY = "own", "Your network", "built layer by layer, and published nowhere"
RECIPE = replace(
    ARCHITECTURES["keras_cnn"].recipe,
    assumed="Nobody has published a recipe for your network; this is the one of document 004.",
)


@dataclass(frozen=True)
class DraftLine:
    """One line of a draft's summary: its row, None below a layer that cannot stand; its fault."""

    name: str
    spec: Spec
    row: Row | None
    fault: str = ""


@dataclass(frozen=True)
class Draft:
    """A network under edit. Every operation gives a new draft.

    Attributes
    ----------
    specs : the layers as they were asked for
    preprocessing : as in Architecture
    """

    specs: tuple[Spec, ...]
    preprocessing: str = "scale"

    @classmethod
    def of(cls, architecture: Architecture) -> Draft:
        """The draft with which editing a network begins."""
        names = [layer.name for layer in architecture.layers]
        specs = tuple(Spec.of(layer, names) for layer in architecture.layers)
        return cls(specs, architecture.preprocessing)

    def changed(self, place: int, name: str, value: Any) -> Draft:
        """One setting of one layer changed."""
        return self._with(place, self.specs[place].changed(name, value))

    def exchanged(self, place: int, kind: str) -> Draft:
        """Another kind of layer in this place."""
        return self._with(place, replace(Spec.new(kind), reads=self.specs[place].reads))

    def added(self, place: int, kind: str, **settings: Any) -> Draft:
        """A layer more, which then stands in this place; raises LayerError where it is too much."""
        if len(self.specs) >= MAX_LAYERS:
            raise LayerError(f"A network has at most {MAX_LAYERS} layers here: remove one first.")
        order = [*range(place), None, *range(place, len(self.specs))]
        if kind == "Add" and SOURCE not in settings:
            settings[SOURCE] = self._worth_adding(place)
        return self._ordered(order, Spec.new(kind, **settings))

    def removed(self, place: int) -> Draft:
        """A layer less; raises LayerError for the last one.

        What read it reads the layer above it.
        """
        if len(self.specs) == 1:
            raise LayerError("A network needs a layer: add another before you remove this one.")
        return self._ordered([it for it in range(len(self.specs)) if it != place])

    def moved(self, place: int, to: int) -> Draft:
        """A layer in another place, the ones between closing up."""
        order = list(range(len(self.specs)))
        order.insert(to, order.pop(place))
        return self._ordered(order)

    def lines(self) -> tuple[DraftLine, ...]:
        """The summary as far as it goes, with a sentence at every layer that cannot be as it is."""
        names = _names(self.specs)
        rows, fault = _standing(self.specs, names)
        faults = [fault] if fault else [end(rows) or unread(rows)]
        faults = {it.place: it.sentence for it in (excess(rows), *faults) if it is not None}
        below = (*rows, *[None] * (len(names) - len(rows)))
        return tuple(
            DraftLine(name, spec, row, faults.get(place, ""))
            for place, (name, spec, row) in enumerate(zip(names, self.specs, below, strict=True))
        )

    def architecture(self) -> Architecture:
        """The finished network; raises LayerError with the first fault of the lines."""
        lines = self.lines()
        for number, line in enumerate(lines, start=1):
            if line.fault:
                raise LayerError(f"Layer {number}, {line.name}: {line.fault}")
        rows = [line.row for line in lines if line.row is not None]  # without a fault, all of them
        parameters = sum(row.parameters for row in rows)
        return Architecture(
            id=ID,
            title=f"{TITLE}, {parameters:,} parameters",
            layers=tuple(row.layer for row in rows),
            source=MADE_BY,
            preprocessing=self.preprocessing,
            recipe=RECIPE,
        )

    def _with(self, place: int, spec: Spec) -> Draft:
        return replace(self, specs=(*self.specs[:place], spec, *self.specs[place + 1 :]))

    def _ordered(self, order: Sequence[int | None], new: Spec | None = None) -> Draft:
        """The layers of these places in this order, None for a new one; all that names follows."""
        place_of: dict[int | None, int | None] = {it: at for at, it in enumerate(order)}
        place_of[None] = None
        for gone in sorted(set(range(len(self.specs))) - set(order)):
            place_of[gone] = place_of[gone - 1] if gone else None
        specs = [new if it is None else self.specs[it].following(place_of) for it in order]
        return replace(self, specs=tuple(spec for spec in specs if spec is not None))

    def _worth_adding(self, place: int) -> int | None:
        """The nearest layer above which ends a block in the shape that a sum here would have."""
        rows, _ = _standing(self.specs[:place], _names(self.specs))
        if not 0 < place == len(rows):
            return None
        shapes = [row.output_shape for row in rows]
        ends = [at for at, row in enumerate(rows[:-1]) if row.layer.kind in BLOCK_ENDS]
        return next((at for at in reversed(ends) if shapes[at] == shapes[-1]), None)


def _standing(specs: Sequence[Spec], names: Sequence[str]) -> tuple[list[Row], Fault | None]:
    """The rows up to the first layer that cannot be or cannot stand where it stands, and why."""
    rows: list[Row] = []
    for place, spec in enumerate(specs):
        try:
            rows.append(row_of(spec.build(place, names), rows, INPUT))
        except LayerError as error:
            return rows, Fault(place, str(error))
    return rows, None


def _names(specs: Sequence[Spec]) -> list[str]:
    """conv1, relu1, pool1, …: what the layers will be called, built or not."""
    prefixes = [LAYERS[spec.kind].prefix for spec in specs]
    total, seen, names = Counter(prefixes), Counter(), []
    for prefix in prefixes:
        seen[prefix] += 1
        names.append(f"{prefix}{seen[prefix]}" if total[prefix] > 1 else prefix)
    return names
