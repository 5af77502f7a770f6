"""What whoever runs the app can set: every environment variable that it reads, with its bounds.

Each is read here alone, when it is needed. A value that cannot be is passed over, its default
holds, and one sentence says so (`complaints`): nobody's page breaks over a typing error.
"""

import os
from dataclasses import dataclass

YES, NO = ("1", "yes", "true", "on"), ("0", "no", "false", "off")


@dataclass(frozen=True)
class Variable:
    """A text: a path, or an address in which there may be a password.

    Attributes
    ----------
    variable : its name in the environment
    about : what it is for, in a few words
    default : what holds while it is not set, in words
    secret : whether its value is shown to nobody
    """

    variable: str
    about: str
    default: str
    secret: bool = False

    @property
    def text(self) -> str:
        """What it is set to; empty where it is not."""
        return os.environ.get(self.variable, "").strip()

    @property
    def shown(self) -> str:
        """What holds, as it may be seen by anybody."""
        if not self.text:
            return self.default
        return "set" if self.secret else self.text

    @property
    def complaint(self) -> str | None:
        """What is wrong with its value, in one sentence; None where nothing is."""
        return None


@dataclass(frozen=True)
class WholeNumber(Variable):
    """A whole number from `least` to `most`; `otherwise` while it is not set."""

    least: int = 0
    most: int = 0
    otherwise: int = 0

    @property
    def value(self) -> int:
        """The number that holds."""
        return self.otherwise if self._found is None else self._found

    @property
    def _found(self) -> int | None:
        """The number that is set, if it can be one."""
        text = self.text
        if not (text.isascii() and text.isdecimal() and len(text) < 20):
            return None
        return int(text) if self.least <= int(text) <= self.most else None

    @property
    def shown(self) -> str:
        return self.default if self._found is None else f"{self._found:,}"

    @property
    def complaint(self) -> str | None:
        if not self.text or self._found is not None:
            return None
        return (
            f"{self.variable} must be a whole number from {self.least:,} to {self.most:,}, not "
            f"{self.text[:40]!r}: {self.otherwise:,} holds."
        )


@dataclass(frozen=True)
class Switch(Variable):
    """Yes or no; yes while it is not set."""

    @property
    def on(self) -> bool:
        """Whether it is switched on."""
        return self.text.lower() not in NO

    @property
    def shown(self) -> str:
        return "yes" if self.on else "no"

    @property
    def complaint(self) -> str | None:
        if not self.text or self.text.lower() in YES + NO:
            return None
        return f"{self.variable} must be yes or no, not {self.text[:40]!r}: yes holds."


HOME = Variable("INSIDE_A_CNN_HOME", "the one folder that is written to", "~/.inside-a-cnn")
DIGITS = Variable("MNIST_PATH", "a copy of MNIST, mnist.npz", "looked for, see README")
KERAS = Variable("KERAS_HOME", "where Keras keeps a copy of MNIST", "~/.keras")
SEARCHES = Variable("OPTUNA_STORAGE", "where searches are kept", "a file in the home", secret=True)
CLASSES = Variable(
    "INSIDE_A_CNN_DATABASE", "where classes are kept", "a file in the home", secret=True
)
CLASSROOM = Switch("INSIDE_A_CNN_CLASSROOM", "whether classes can be opened", "yes")
LESSONS = Switch("INSIDE_A_CNN_ADD_LESSONS", "whether lessons are brought on the page", "yes")
SESSIONS = WholeNumber(
    "INSIDE_A_CNN_SESSIONS", "visitors at once", "500", least=1, most=10_000, otherwise=500
)
QUEUE = WholeNumber(
    "INSIDE_A_CNN_QUEUE", "trainings that may wait", "60", least=1, most=1_000, otherwise=60
)
SESSION_RUNS = WholeNumber(
    "INSIDE_A_CNN_SESSION_RUNS",
    "trainings that one visitor may begin",
    "200",
    least=1,
    most=10_000,
    otherwise=200,
)
RUNS = WholeNumber("INSIDE_A_CNN_RUNS", "trainings kept", "60", least=5, most=10_000, otherwise=60)
RUN_BYTES = WholeNumber(
    "INSIDE_A_CNN_RUN_MEGABYTES",
    "megabytes that they may take",
    "2,000",
    least=50,
    most=1_000_000,
    otherwise=2_000,
)

VARIABLES: tuple[Variable, ...] = (
    *(HOME, DIGITS, KERAS, SEARCHES, CLASSES, CLASSROOM, LESSONS),
    *(SESSIONS, QUEUE, SESSION_RUNS, RUNS, RUN_BYTES),
)


def complaints() -> tuple[str, ...]:
    """One sentence for each setting whose value cannot be."""
    return tuple(it.complaint for it in VARIABLES if it.complaint is not None)
