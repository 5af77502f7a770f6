"""What a question is: a function that finds its key, and the arguments that an author may give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mnist_core.data.digits import Dataset
from mnist_core.lessons.lesson import Key
from mnist_core.network.forward import Network


class DoesNotApply(ValueError):
    """A question that has no sense for this network or these digits, and why, in one sentence."""


@dataclass(frozen=True)
class Argument:
    """What an author may write for an argument, as text.

    Attributes
    ----------
    default : where nothing is written
    words : all that is allowed, or nothing where a whole number is asked for
    low, high : bounds of a whole number
    """

    default: str
    words: tuple[str, ...] = ()
    low: int = 0
    high: int = 0

    def fault(self, text: str) -> str | None:
        """Why a text cannot be this argument, as the end of a sentence; None if it can."""
        if self.words:
            return None if text in self.words else f"is one of {', '.join(self.words)}"
        sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
        whole = digits.isascii() and digits.isdecimal() and len(digits) < 9
        if whole and self.low <= int(sign + digits) <= self.high:
            return None
        return f"is a whole number from {self.low:,} to {self.high:,}"


def whole(default: int, low: int, high: int) -> Argument:
    """A whole number between bounds."""
    return Argument(str(default), (), low, high)


def word(*words: str) -> Argument:
    """One of some words, the first where nothing is written."""
    return Argument(words[0], words)


Compute = Callable[..., Key]


@dataclass(frozen=True)
class Asked:
    """A question that lessons can ask.

    Attributes
    ----------
    name : as lessons call it
    sentence : what it asks, for authors
    compute : (network, dataset, **arguments as text) -> Key; DoesNotApply where it has no sense
    arguments : what an author may give besides, by name
    """

    name: str
    sentence: str
    compute: Compute
    arguments: Mapping[str, Argument]

    def key(self, network: Network, dataset: Dataset, given: Mapping[str, str]) -> Key:
        """The key for a network and the digits in use, recomputed at every call."""
        defaults = {name: argument.default for name, argument in self.arguments.items()}
        return self.compute(network, dataset, **{**defaults, **given})


def question(**arguments: Argument) -> Callable[[Compute], Asked]:
    """Make a question of a function: its name and the first line of its docstring are its own."""

    def made(compute: Compute) -> Asked:
        sentence = (compute.__doc__ or "").partition("\n")[0]
        return Asked(compute.__name__, sentence, compute, MappingProxyType(arguments))

    return made
