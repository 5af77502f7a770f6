"""The figures of a claim under the names that the page shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from mnist_core.lessons.claims.claim import Figures


@dataclass(frozen=True)
class Example(Figures):
    """A number without other words, one with, and a mapping."""

    all_digits: int
    loss: Annotated[float, "loss from labels 0 to 9"]
    test: Annotated[Mapping[int, tuple[float, ...]], "{:,} digits_read"]


def test_figures_have_the_names_of_their_fields_or_those_they_are_annotated_with():
    found = Example(all_digits=7, loss=0.5, test={1_000: (0.25,), 3_000: (0.75,)})
    assert list(found.by_name()) == [
        ("all digits", 7),
        ("loss from labels 0 to 9", 0.5),
        ("1,000 digits read", (0.25,)),
        ("3,000 digits read", (0.75,)),
    ]
