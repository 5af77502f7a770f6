"""Refusing to read what does not look like a digit.

The ten probabilities always add up to 1, whatever is shown: a letter is given to the digits as
well. The scores before the softmax (logits) need not: where no digit's features are found, even
the largest stays small. It serves as the measure of how much a picture looks like a digit
(D. Hendrycks et al. 2022, "Scaling out-of-distribution detection for real-world settings", as
maximum logit). What is below a threshold is refused; the threshold is chosen on validation digits
alone, so that they are nearly all answered. No letter or scribble takes part in the choice.

A network that has learnt outliers (`mnist_core/training/outliers.py`) knows an eleventh answer, "no
digit", whose score is always 0: there the largest score is the log-odds of that digit against none,
and what is refused is what is rather none, by more than three to one. Validation digits would
choose too high a threshold: it is surer of MNIST's than of those that people draw. So much was
chosen by what it costs drawings and photographs, and what it brings with letters.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from mnist_core.data.digits import Digits, read_only
from mnist_core.data.drawing.likeliest import Judge
from mnist_core.network.forward import Network
from mnist_core.network.layer_forward import softmax

COVERAGE = 0.98  # of the validation digits are answered
SURELY_NONE = 0.75  # so likely has "no digit" to be for a refusal, where outliers have been learnt
BEGINS, CUT = 4.0, 1.4  # scores: where digits begin, for ratios; what a cut has to bring
MOST = 1_000  # validation digits that are read to find the threshold


def max_logit(logits: np.ndarray) -> np.ndarray:
    """How much a network finds of a digit: the largest of ten scores, float array (n,)."""
    return logits.max(axis=1)


@dataclass(frozen=True, eq=False)
class Reading:
    """What a network says to one picture.

    Attributes
    ----------
    probabilities : float array of shape (10,), adding up to 1
    max_logit : how much it finds of a digit, its largest score
    """

    probabilities: np.ndarray
    max_logit: float

    @property
    def first(self) -> int:
        """The answer: the digit with the largest probability."""
        return int(self.probabilities.argmax())

    @property
    def second(self) -> int:
        """The second guess."""
        return int(np.argsort(self.probabilities)[-2])


def read(network: Network, digit: np.ndarray) -> Reading:
    """Have one digit read, float array of shape (28, 28) in [0, 1]."""
    logits = network.scores(digit[np.newaxis])
    return Reading(softmax(logits)[0], float(max_logit(logits)[0]))


def judge_by(network: Network) -> Judge:
    """The network as who tells digits from other things in a picture.

    Cut where a digit is not, what remains looks like a 1 often enough. A network that knows what
    is no digit is sure of a digit even where a neighbour's end sticks to it, and so may ask more
    of every cut; another one scores two digits at once too high for that.
    """
    return Judge(partial(looks_like_digits, network), CUT if network.knows_none else 0.0)


def looks_like_digits(network: Network, digits: np.ndarray) -> np.ndarray:
    """How much a network finds of a digit in each, float (n, 28, 28) in [0, 1]: (n,), above 0.

    Whoever cuts a picture compares by ratios, made for scores that are above 0 where a digit ends
    as well. Where "no digit" is an answer of its own, it ends at 0, so something is added. What is
    below 1 goes towards 0, and the order stays.
    """
    found = max_logit(network.scores(digits)) + (BEGINS if network.knows_none else 0)
    return np.where(found > 1, found, np.exp(np.minimum(found, 1) - 1))


@dataclass(frozen=True, eq=False)
class Rejection:
    """What refusing would do to validation digits, digit by digit, the least likely first.

    Attributes
    ----------
    max_logit : float array of shape (n,), rising
    right : bool array of shape (n,), whether each would be read right
    knows_none : whether the network has learnt what is no digit
    """

    max_logit: np.ndarray
    right: np.ndarray
    knows_none: bool = False

    def __post_init__(self) -> None:
        order = np.argsort(self.max_logit, kind="stable")
        for name in ("max_logit", "right"):
            object.__setattr__(self, name, read_only(np.asarray(getattr(self, name))[order]))

    @property
    def usual(self) -> float:
        """The threshold that is used where nobody asks for another one."""
        return against_none(SURELY_NONE) if self.knows_none else self.threshold()

    def threshold(self, coverage: float = COVERAGE) -> float:
        """The largest logit below which a picture is refused, so that this share is answered.

        Parameters
        ----------
        coverage : share of the validation digits that are answered, in (0, 1]

        Raises
        ------
        ValueError
            If the coverage is not in (0, 1].
        """
        if not 0 < coverage <= 1:
            raise ValueError(f"A coverage lies above 0 and at most at 1, not at {coverage}.")
        refused = int(np.floor((1 - coverage) * len(self.max_logit) + 1e-9))
        return float(self.max_logit[refused])

    def answered(self, threshold: float) -> float:
        """The share of the validation digits that are answered at a threshold, in [0, 1]."""
        return float((self.max_logit >= threshold).mean())

    def accuracy(self, coverage: float = COVERAGE) -> float:
        """How often the digits that are answered at this coverage are read right, in [0, 1]."""
        answered = self.max_logit >= self.threshold(coverage)
        return float(self.right[answered].mean())


def against_none(certainty: float) -> float:
    """The largest score below which "no digit", with a score of 0, is more likely than this.

    Against the likeliest digit alone: log((1 - p) / p), for a certainty p in (0, 1).
    """
    return float(np.log((1 - certainty) / certainty))


def measure_rejection(network: Network, validation: Digits) -> Rejection:
    """Read the first 1,000 validation digits, to choose a threshold by them.

    Raises
    ------
    ValueError
        If there are none.
    """
    if not len(validation):
        raise ValueError("There are no validation digits to choose a threshold by.")
    digits = validation[:MOST]
    logits = network.scores(digits.images)
    right = logits.argmax(axis=1) == digits.labels
    return Rejection(max_logit(logits), right, network.knows_none)
