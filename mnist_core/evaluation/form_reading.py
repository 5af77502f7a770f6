"""What is read in a form, and which digits of it a human should look at.

A network that says how sure it is can share the work: what it is sure of goes through, the rest is
shown to somebody. The surer it has to be, the fewer errors remain, and the more a human reads.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from mnist_core.evaluation.picture_readings import ReadDigit, number_of

COLUMNS = ("line", "place", "answer", "nearest", "probability", "human")


@dataclass(frozen=True, eq=False)
class FormReading:
    """A form as it was read.

    Attributes
    ----------
    digits : in reading order
    sure : the probability in [0, 1] below which a human looks at a digit
    """

    digits: tuple[ReadDigit, ...]
    sure: float

    @property
    def for_human(self) -> tuple[int, ...]:
        """Places of the digits to look at: those refused, and those that are less sure."""
        return tuple(
            place
            for place, it in enumerate(self.digits)
            if it.refused or it.reading.probabilities.max() < self.sure
        )

    @property
    def lines(self) -> tuple[str, ...]:
        """What is read in each line, ? where an answer is refused."""
        return tuple(number_of(self.digits).split(" / "))

    @property
    def place_in_line(self) -> tuple[int, ...]:
        """How many digits stand before each in its line."""
        begins = [
            next(n for n, other in enumerate(self.digits) if other.line == it.line)
            for it in self.digits
        ]
        return tuple(place - begin for place, begin in enumerate(begins))

    def wrong(self, written: Sequence[str]) -> int | None:
        """How many digits that no human looks at are read wrong.

        None where lines or digits were cut otherwise than they were written, as then nobody can
        say which digit is which.
        """
        if [len(it) for it in written] != [len(it) for it in self.lines]:
            return None
        labels, human = "".join(written), set(self.for_human)
        return sum(
            it.answer != labels[place] for place, it in enumerate(self.digits) if place not in human
        )

    def as_csv(self) -> str:
        """One row a digit, counted from 1; no answer where it is refused."""
        file, human = io.StringIO(), set(self.for_human)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for number, it in enumerate(self.digits):
            first = it.reading.first
            writer.writerow(
                (
                    it.line + 1,
                    self.place_in_line[number] + 1,
                    "" if it.refused else first,
                    first,
                    f"{it.reading.probabilities[first]:.6f}",
                    "yes" if number in human else "no",
                )
            )
        return file.getvalue()
