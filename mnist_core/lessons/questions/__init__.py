"""All questions that lessons can ask. No key is written anywhere: each is computed when asked for.

A key depends on the network and on the digits in use, so that a lesson is as true for a network
that was trained today as for one that ships.
"""

from types import MappingProxyType

from mnist_core.data.digits import Dataset
from mnist_core.lessons.lesson import Key, Question
from mnist_core.lessons.questions import (
    answers_to_a_digit,
    digits_in_use,
    disturbed,
    drawn,
    errors,
    in_use,
    learning,
    parts_of_a_network,
    shape_changes,
    weight_counts,
    without_layers,
)
from mnist_core.lessons.questions.asked import Argument, Asked, DoesNotApply
from mnist_core.network.forward import Network

__all__ = ("QUESTIONS", "Argument", "Asked", "DoesNotApply", "key")

MODULES = (
    answers_to_a_digit,
    digits_in_use,
    disturbed,
    drawn,
    in_use,
    errors,
    learning,
    parts_of_a_network,
    shape_changes,
    weight_counts,
    without_layers,
)
QUESTIONS = MappingProxyType(
    {it.name: it for module in MODULES for it in vars(module).values() if isinstance(it, Asked)}
)
"""The questions by the name that lessons call them by."""


def key(question: Question, network: Network, dataset: Dataset) -> Key:
    """The answer to a question, likely wrong ones, and why it is so.

    Parameters
    ----------
    question : of a step
    network : the one in view
    dataset : the digits in use

    Raises
    ------
    DoesNotApply
        If the question has no sense for this network or these digits; says why in one sentence.
    """
    return QUESTIONS[question.asks].key(network, dataset, question.arguments)
