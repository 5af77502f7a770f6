"""A guess that somebody makes before something is shown, and what came out."""

import re
from dataclasses import asdict, dataclass, fields
from typing import Any

WORDS = 4_000  # characters of what is remembered of a guess, each part
ADDRESS = re.compile(r"[a-z]*(\?.*)?")  # a page with its parameters


class NoGuess(ValueError):
    """What a browser tells is no guess that this app had it remember."""


@dataclass(frozen=True)
class Guess:
    """One question with what was guessed, and what came out as far as it is known.

    Attributes
    ----------
    question : in words
    guessed : the answer in words; "" where somebody would rather be shown
    address : the page with its parameters where it was asked: "evaluation?part=Confusions"
    outcome : what came out, in words; "" as long as nothing has
    right : whether the guess was right; None as long as nobody can tell
    """

    question: str
    guessed: str
    address: str = ""
    outcome: str = ""
    right: bool | None = None

    @property
    def verdict(self) -> str:
        """What to say of the guess beside the outcome: "You guessed 4 and 9: right."."""
        if not self.guessed:
            return ""
        ends = {None: "", True: ": right", False: ": not quite"}
        return f"You guessed {self.guessed}{ends[self.right]}."

    @property
    def remembered(self) -> dict[str, Any]:
        """It as JSON can hold it, for a browser to remember."""
        return asdict(self)


def remembered_guess(told: object) -> Guess:
    """The guess that a browser remembers.

    Raises
    ------
    NoGuess
        If it is none: a browser can tell anything.
    """
    if isinstance(told, dict) and set(told) == {it.name for it in fields(Guess)}:
        *words, right = (told[it.name] for it in fields(Guess))
        texts = all(isinstance(it, str) and len(it) <= WORDS for it in words)
        if texts and ADDRESS.fullmatch(told["address"]) and right in (None, True, False):
            return Guess(*words, right=None if right is None else bool(right))
    raise NoGuess(f"This is no guess: {str(told)[:60]}")
