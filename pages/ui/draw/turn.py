"""Taking turns: strokes that come at once are answered one after another.

Thirty answers that are worked out side by side all come late, since Python runs one thread at a
time: each waits until nearly all are done. One after another, half of them wait half as long, and
none longer. What can take long, as a picture from outside does, takes no turn.
"""

from contextlib import AbstractContextManager, nullcontext
from threading import Lock

TURN = Lock()


def turn(quick: bool) -> AbstractContextManager[object]:
    """What answers a stroke stands within it; it is nothing for what is not quick."""
    return TURN if quick else nullcontext()
