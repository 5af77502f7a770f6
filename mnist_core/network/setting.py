"""One setting of a recipe: what it is called, what it may be, and when it has an effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Setting:
    """What everybody has to know of one field of a recipe: form, shell, search and report.

    Attributes
    ----------
    name : of the field, such as "learning_rate"
    title : in words, such as "Learning rate"
    help : one to three sentences for whoever meets it for the first time
    default : its value unless another one is asked for
    kind : ``float``, ``int`` or ``str``; a ``str`` is one of ``choices``, the others have bounds
    low, high : the smallest and the largest value of a number, both allowed
    step : by how much a button of the form changes a number
    logarithmic : whether equal ratios rather than equal differences make an equal difference, as a
        search has to know that draws values
    choices : each value a ``str`` can have, with its title; empty for numbers
    matters : the other setting that decides whether this one has an effect, and at which of its
        values it has; None where it always has one
    """

    name: str
    title: str
    help: str
    default: float | int | str
    kind: type
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    logarithmic: bool = False
    choices: Mapping[str, str] = MappingProxyType({})
    matters: tuple[str, tuple[str, ...]] | None = None

    @property
    def label(self) -> str:
        """What a sentence calls it: "learning rate"."""
        return self.name.replace("_", " ")

    def check(self, value: Any) -> None:
        """Raise ValueError with one sentence where this cannot be its value."""
        if self.choices:
            if value not in self.choices:
                known = ", ".join(map(repr, self.choices))
                raise ValueError(f"The {self.label} is one of {known}, not {value!r}.")
            return
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValueError(f"The {self.label} must be a number, not {value!r}.")
        if self.kind is int and (value - value != 0 or int(value) != value):
            raise ValueError(f"The {self.label} must be a whole number, not {value!r}.")
        if not self.low <= value <= self.high:
            raise ValueError(
                f"The {self.label} must lie between {self.low:g} and {self.high:g}; "
                f"{value:g} does not."
            )
