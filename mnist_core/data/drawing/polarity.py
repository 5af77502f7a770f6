"""Which side of a picture is ink, where brightness leaves it open: the reading most like digits.

What differs most from the paper votes, see `darkness`. Where both sides have votes, as with a dark
thing beside chalk or a shine beside a pen, whoever can tell a digit from something else is shown
what would be read either way.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from mnist_core.data.drawing.ink import Inked, find_ink

CLOSE = 0.97  # of the votes: from there on nobody is asked
Judge = Callable[[np.ndarray], np.ndarray]
"""Says of digits made ready, float (n, 28, 28) in [0, 1], how much each looks like a digit."""


def find_likely_ink(
    image: np.ndarray, judge: Judge | None, digits: Callable[[Inked], Sequence[np.ndarray]]
) -> Inked:
    """Tell the ink of a picture from its paper, see `find_ink`, and ask where that leaves it open.

    Parameters
    ----------
    image : uint8 array of shape (h, w), or RGBA of shape (h, w, 4)
    judge : who tells digits from other things; without one, brightness alone decides
    digits : what would be read in the ink, float (28, 28) in [0, 1] each; ValueError if nothing
    """
    first = find_ink(image)
    if judge is None or first.dark is None or first.votes >= CLOSE:
        return first
    like, other = _like(first, judge, digits), None
    try:
        other = find_ink(image, not first.dark, who="")
        turned = _like(other, judge, digits)
    except ValueError:
        return first
    ways = (like, turned) if first.dark else (turned, like)
    said = "Brightness left open which side is ink; as a digit, the dark side scores {:.1f} and "
    said = (said + "the bright side {:.1f}.").format(*ways)
    found = first if like >= turned else other
    return replace(found, sentence=f"{found.sentence} {said}", votes=first.votes)


def _like(inked: Inked, judge: Judge, digits: Callable[[Inked], Sequence[np.ndarray]]) -> float:
    """How much the usual one of the digits looks like one."""
    return float(np.median(judge(np.array(digits(inked)))))
