"""The digits that a network is evaluated on: test digits, held-out ones, or the person's own."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import streamlit as st

from mnist_core.data.digits import HELD_OUT as HELD_OUT_NAME
from mnist_core.data.digits import Digits
from mnist_core.data.imported.imported_set import ImportedSet
from mnist_core.data.imported.raw_images import DIGIT_NAMES
from mnist_core.evaluation.label_errors import ceiling, doubted_of
from mnist_core.evaluation.metrics import Evaluation, evaluate
from mnist_core.evaluation.seed_answers import SeedAnswers
from pages.ui import digit_choice, own_drawings, resources

EVALUATED = "judged"
TEST, HELD_OUT, OWN = "test", resources.HELD_OUT, "own"

Made = TypeVar("Made")


@dataclass(frozen=True, eq=False)
class EvaluatedDigits:
    """A set of digits with labels, and what it may be called.

    Attributes
    ----------
    key : "test", "held out", "own" or the id of a set that was brought
    name : what the digits are, such as "MNIST test digits"
    digits : the digits
    classes : what each answer stands for, where the images are no digits
    """

    key: str
    name: str
    digits: Digits
    classes: tuple[str, ...] = DIGIT_NAMES

    @property
    def legend(self) -> str:
        """What the answers stand for, in one line; empty where they are digits."""
        if self.classes == DIGIT_NAMES:
            return ""
        return ", ".join(f"{answer} {name}" for answer, name in enumerate(self.classes))

    def evaluation(self, id: str) -> Evaluation:
        """The metrics of a network on these digits."""
        if self.key == OWN:
            said = resources.network(id).predict(self.digits.images)
            return evaluate(said, self.digits.labels)
        return resources.evaluation(id, self.key)

    def seeds(self, id: str) -> SeedAnswers | None:
        """What all seeds of a shipped network answered to them; None where that is not known."""
        return None if self.key == OWN else resources.seeds(id, self.key)

    def once(self, what: tuple[Hashable, ...], make: Callable[[], Made]) -> Made:
        """What is made of them, see `resources.made`: once, where all sessions have the same."""
        return make() if self.key == OWN else resources.made((*what, self.key), make)

    @property
    def doubted(self) -> np.ndarray:
        """Those whose label people do not back: int array of places."""
        return doubted_of(self.name)

    @property
    def ceiling(self) -> float | None:
        """What a reader reaches who answers those as people do; None where no label is doubted."""
        return ceiling(len(self.digits), self.doubted)

    def open(self, index: int) -> tuple[Callable, tuple]:
        """Callback and arguments for a button that opens one of them in the layer explorer."""
        if self.key == OWN:
            return digit_choice.open_drawing, (self.digits.images[index], "architecture")
        if self.key == HELD_OUT:
            place = resources.held_out_places()[index]
            return digit_choice.open_digit, ("train", place, "architecture")
        return digit_choice.open_digit, (self.key, index, "architecture")


def address(found: ImportedSet) -> dict[str, str]:
    """The parameters of a link that judges on the test images of a set."""
    return {EVALUATED: _title(found.test_name)}


def _title(name: str) -> str:
    return name[0].upper() + name[1:]


def choose() -> EvaluatedDigits:
    """Let the person choose what to judge on, where there is a choice."""
    names = {TEST: resources.dataset().provenance.test_name}
    if resources.held_out_places():
        names[HELD_OUT] = HELD_OUT_NAME
    own = own_drawings.kept()
    if len(own):
        names[OWN] = f"drawing{'s' * (len(own) > 1)} of your own"
    sets = {it.id: it for it in resources.brought_sets() if it.test}
    names |= {id: it.test_name for id, it in sets.items()}
    key = TEST
    if len(names) > 1:
        key = st.segmented_control(
            "Judge on",
            list(names),
            key=EVALUATED,
            bind="query-params",
            default=TEST,
            required=True,
            format_func=lambda key: _title(names[key]),
        )
    digits = own if key == OWN else resources.split(key)
    return EvaluatedDigits(key, names[key], digits, sets[key].names if key in sets else DIGIT_NAMES)
