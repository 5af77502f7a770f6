"""The boxes around pieces of ink, and the lines of writing that they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEVEL = 0.5  # of the lower box's height: neighbours that share so much of it are in one line


@dataclass(frozen=True)
class Box:
    """Where something lies: from (top, left) up to and without (bottom, right)."""

    top: float
    left: float
    bottom: float
    right: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    def with_(self, other: "Box") -> "Box":
        """The smallest box around both."""
        return Box(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )

    def level_with(self, other: "Box") -> float:
        """How far both lie beside each other, as a share of the lower one's height."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        lower = min(self.height, other.height)
        return shared / lower if lower else float(shared >= 0)  # a dash of the pen has no height

    def gap(self, other: "Box") -> float:
        """How far both lie apart, in the direction in which it is more; 0 where they meet."""
        down = max(self.top, other.top) - min(self.bottom, other.bottom)
        across = max(self.left, other.left) - min(self.right, other.right)
        return max(down, across, 0)

    def holds(self, other: "Box") -> bool:
        """Whether the other lies inside this one, and away from its sides."""
        return (
            self.top < other.top
            and other.bottom < self.bottom
            and self.left < other.left
            and other.right < self.right
        )


def box_of(mask: np.ndarray) -> Box:
    """The box around what is True in a mask, bool (h, w), not all of it False."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return Box(int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1)


def boxes_of(pieces: np.ndarray) -> list[Box]:
    """The box around each of the numbered pieces of a picture, int (h, w), from number 1 on."""
    from scipy import ndimage  # slow to import, and only photos and numbers need it

    return [
        Box(rows.start, columns.start, rows.stop, columns.stop)
        for rows, columns in ndimage.find_objects(pieces)
    ]


def usual_height(heights: np.ndarray) -> float:
    """The median of the heights that are at least half the largest: that of a digit."""
    return float(np.median(heights[heights >= heights.max() / 2]))


def in_lines(boxes: Sequence[Box]) -> list[list[int]]:
    """The places of the boxes in reading order, one list for each line, from the top down.

    From left to right every box continues the line of the nearest last box it is level with, so
    a line may rise or fall.
    """
    lines: list[list[int]] = []
    for place in sorted(range(len(boxes)), key=lambda place: boxes[place].left):
        level = [it for it in lines if boxes[place].level_with(boxes[it[-1]]) >= LEVEL]
        if level:
            max(level, key=lambda line: boxes[line[-1]].right).append(place)
        else:
            lines.append([place])
    middles = [np.mean([boxes[it].top + boxes[it].bottom for it in line]) for line in lines]
    return [lines[number] for number in np.argsort(middles, kind="stable")]
