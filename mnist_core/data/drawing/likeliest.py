"""What in a picture is the digit, where rules leave it open: the reading most like a digit wins.

Which side is ink, what differs most from the paper votes, see `darkness`; both sides have votes
where a dark thing lies beside chalk, or a shine beside a pen. And not all ink is the digit: there
are frames, ends of lines, things at the rim, and what is written on the back. Whoever can tell a
digit from something else is shown what would be read one way or the other.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mnist_core.data.drawing.boxes import boxes_of
from mnist_core.data.drawing.components import SPECK, amounts, label, near
from mnist_core.data.drawing.ink import Inked, find_ink

CLOSE = 0.97  # of the votes: from there on nobody is asked which side is ink
BETTER = 1.1  # times as like a digit as all ink together: less, and all of it stays
TURNED = 1.3  # times as like a digit is the side that brightness voted against, or it is not ink
EDGE = 0.25  # of the strongest ink: what is fainter does not tell pieces apart
PALE = 0.03  # of all ink is fainter, at least, where it is more than the edges of strokes
MOSTLY = 0.7  # of all ink, or of that off the rim that is no frame: what is read holds as much
BESIDE = 0.12  # of a piece's larger side: what is so near belongs to it
Digits = Callable[[Inked], Sequence[np.ndarray]]
"""What would be read in some ink, float (28, 28) in [0, 1] each; ValueError where nothing is."""
Parts = Callable[[np.ndarray], Iterator[np.ndarray]]
"""What of some ink, float (h, w), may be the digit without the rest."""


@dataclass(frozen=True)
class Judge:
    """Who tells digits from other things.

    Attributes
    ----------
    like : how much each of some digits made ready, float (n, 28, 28) in [0, 1], looks like one:
        (n,), above 0
    cut : how much more the worst part has to look like a digit for every further cut
    """

    like: Callable[[np.ndarray], np.ndarray]
    cut: float = 0.0


def nothing_less(_: np.ndarray) -> Iterator[np.ndarray]:
    """No part of the ink: all of it is read, as in a number."""
    return iter(())


def find_likely_ink(
    image: np.ndarray, judge: Judge | None, digits: Digits, parts: Parts = nothing_less
) -> Inked:
    """Tell the ink of a picture from its paper, see `find_ink`, and ask where that leaves it open.

    Parameters
    ----------
    image : uint8 array of shape (h, w), or RGBA of shape (h, w, 4)
    judge : who tells digits from other things; without one, brightness alone decides
    digits : what would be read
    parts : what of the ink may be read without the rest; the side that brightness votes for is
        shown at its best
    """
    first = find_ink(image)
    if judge is None or first.dark is None or first.votes >= CLOSE:
        return first
    try:
        other = find_ink(image, not first.dark, who="")
        ways = [first, *(replace(first, ink=ink) for ink in parts(first.ink))]
        like, turned = max(_like(it, judge, digits) for it in ways), _like(other, judge, digits)
    except ValueError:
        return first
    scores = (like, turned) if first.dark else (turned, like)
    said = "Brightness left open which side is ink; as a digit, the dark side scores {:.1f} and "
    said = (said + "the bright side {:.1f}.").format(*scores)
    found = first if TURNED * like >= turned else other
    return replace(found, sentence=f"{found.sentence} {said}", votes=first.votes)


def find_likely_digit(image: np.ndarray, judge: Judge | None, digits: Digits) -> Inked:
    """Do the same for a picture of one digit, and leave out what is more likely none of it."""
    inked = find_likely_ink(image, judge, digits, _parts)
    if judge is None or inked.dark is None:
        return inked
    ways = [inked, *(replace(inked, ink=ink) for ink in _parts(inked.ink))]
    if len(ways) == 1:
        return inked
    like = [_like(it, judge, digits) for it in ways]
    best = int(np.argmax(like))
    if like[best] < BETTER * like[0]:
        return inked
    said = f"All of it scores {like[0]:.1f} as a digit, and the part that is kept {like[best]:.1f}."
    return replace(ways[best], sentence=f"{inked.sentence} {said}")


def _parts(ink: np.ndarray) -> Iterator[np.ndarray]:
    """What may be the digit if not all ink is.

    All but what is pale, as what shines through the paper is; all that is off the rim; that and no
    frame; of this the largest piece with what is near it, or alone. Always with most of the ink,
    but for what lies at the rim or is a frame: the end of a line is too like a 1.
    """
    strong = ink >= EDGE * ink.max()
    if MOSTLY * ink.sum() <= ink[strong].sum() <= (1 - PALE) * ink.sum():
        yield np.where(strong, ink, 0)
    pieces, count = label(strong)
    if count == 1:
        return
    sums, boxes = amounts(pieces, count, ink), boxes_of(pieces)
    numbers = np.flatnonzero(sums >= SPECK * sums.max()).tolist()
    height, width = ink.shape
    deep = near((height, width))
    inner = [
        it
        for it in numbers
        if min(boxes[it - 1].top, boxes[it - 1].left) > deep
        and max(boxes[it - 1].bottom - height, boxes[it - 1].right - width) < -deep
    ]
    bare = [it for it in inner if not any(boxes[it - 1].holds(boxes[by - 1]) for by in inner)]
    tried = [numbers, []]
    choices = [inner, bare]
    for number in sorted(bare, key=lambda it: -sums[it])[:1]:
        box = boxes[number - 1]
        reach = BESIDE * max(box.height, box.width)
        choices += [[it for it in bare if boxes[it - 1].gap(box) <= reach], [number]]
    for chosen in choices:
        if chosen not in tried and sums[chosen].sum() >= MOSTLY * sums[bare].sum():
            tried.append(chosen)
            yield np.where(np.isin(pieces, chosen), ink, 0)


def _like(inked: Inked, judge: Judge, digits: Digits) -> float:
    """How much the usual one of the digits looks like one."""
    return float(np.median(judge.like(np.array(digits(inked)))))
