"""A guess that somebody makes before something is shown, and what came out."""

from dataclasses import dataclass


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
