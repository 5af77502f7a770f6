"""The ways around in a network's diagram: lines from a layer to each that reads it further down.

Between two blocks a line goes over the drawings; within one block, whose layers all keep its shape,
beside their names. One to a block in another row of the diagram leaves it at the right and comes in
from the left. Each ends in an arrow at the layer that reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mnist_core.figures.palette import Palette, Part
from mnist_core.network.summary import Row
from mnist_core.network.wiring import DIGIT

RISE = 18  # pixels from one line over the drawings to the next one above it
ASIDE = 9  # pixels that a line beside names stands off, and as many more for the next one
LETTER = 3.1  # pixels: half the width of a letter of a name
HEAD = 5  # pixels: an arrow's length
DOWN = ((0, 0), (-HEAD / 2, -HEAD), (HEAD / 2, -HEAD))  # a head's corners
Route = Sequence[tuple[float, float]]
"""Points of a line: x in columns, y in pixels of the figure."""
Block = tuple[int, int]
"""Where a block stands: its line of the diagram and its column, both from 0."""


@dataclass(frozen=True)
class Join:
    """A layer and one that it reads, other than the layer just before it; places from 0, −1 the
    digit's."""

    source: int
    reader: int


@dataclass(frozen=True)
class Spot:
    """Where a layer stands in the diagram.

    Attributes
    ----------
    block : where its block stands
    top : the upper end of the block's drawing, in pixels of the figure
    name : the middle of the layer's name, in the same pixels
    letters : how many the name has, with what it says of others
    """

    block: Block
    top: float
    name: float
    letters: int


def joins(rows: Sequence[Row]) -> tuple[Join, ...]:
    """Everything that is read but by the layer just below, in the order of the readers."""
    return tuple(
        Join(source, reader)
        for reader, row in enumerate(rows)
        for source in row.inputs
        if source != reader - 1
    )


def in_words(rows: Sequence[Row]) -> str:
    """The ways around for whoever does not see them, " Ways around: pool to add1."; or nothing."""
    said = ", ".join(f"{_name(rows, it.source)} to {_name(rows, it.reader)}" for it in joins(rows))
    return f" Ways around: {said}." if said else ""


def levels(found: Sequence[Join], block: Mapping[int, Block]) -> list[int]:
    """How high each join goes over the drawings: 0 within a block, else from 1, short ones first.

    Two that touch one line of the diagram have different levels.

    Parameters
    ----------
    found : the joins
    block : of every layer by its place
    """
    high = [0] * len(found)
    ends = [(block[it.source], block[it.reader]) for it in found]
    between = [number for number, (source, reader) in enumerate(ends) if source != reader]
    for number in sorted(between, key=lambda n: _span(*ends[n])):
        taken = {high[other] for other in between if _touched(ends[number]) & _touched(ends[other])}
        high[number] = min(set(range(1, len(found) + 1)) - taken)
    return high


def _span(source: Block, reader: Block) -> Block:
    return reader[0] - source[0], reader[1] - source[1]


def rises(
    found: Sequence[Join], high: Sequence[int], block: Mapping[int, Block], lines: int
) -> list[int]:
    """The highest level over each line of the diagram; 0 where no join goes over it."""
    most = [0] * lines
    for join, level in zip(found, high, strict=True):
        for line in _touched((block[join.source], block[join.reader])):
            most[line] = max(most[line], level)
    return most


def _touched(ends: tuple[Block, Block]) -> set[int]:
    return {line for line, _ in ends}


def arcs(
    rows: Sequence[Row],
    spots: Mapping[int, Spot],
    roofs: Sequence[float],
    width: int,
    palette: Palette,
) -> tuple[list[Part], list[Part]]:
    """All lines with their arrows, and the names that stand on them.

    Parameters
    ----------
    rows : the network's summary
    spots : where every layer stands, by its place
    roofs : of every line of the diagram, where its drawings begin, in pixels of the figure
    width : columns of a line
    palette : colours of the appearance
    """
    found = joins(rows)
    shapes, words = [], []
    for join, level in zip(
        found, levels(found, {n: it.block for n, it in spots.items()}), strict=True
    ):
        source, reader = spots[join.source], spots[join.reader]
        if not level:
            letters = max(spots[it].letters for it in range(join.source, join.reader + 1))
            left = source.block[1] == width - 1  # there the right is the figure's edge
            shapes += _beside(source, reader, -letters if left else letters, palette)
            continue
        over = [roofs[it.block[0]] - RISE * (level - 0.5) for it in (source, reader)]
        into = reader.block[1] + 0.5 - 0.04 * level
        routes, names = _over(source, reader, over, into, _name(rows, join.source), width)
        shapes += [_line(route, palette) for route in routes]
        shapes.append(_head(routes[-1][-1][0], DOWN, reader.top, palette))
        words += [_word(*it, palette) for it in names]
    return shapes, words


def _over(
    source: Spot, reader: Spot, over: Sequence[float], into: float, name: str, width: int
) -> tuple[list[Route], list[tuple[str, float, float]]]:
    """The lines over the drawings, one for each line of the diagram, and the names on them."""
    out = source.block[1] + 0.54
    begin, end = (out, source.top), (into, reader.top - HEAD)
    if source.block[0] == reader.block[0]:
        return [(begin, (out, over[0]), (into, over[0]), end)], [(name, (out + into) / 2, over[0])]
    return (
        [(begin, (out, over[0]), (width, over[0])), ((0, over[1]), (into, over[1]), end)],
        [(f"{name} →", (out + width) / 2, over[0]), (f"→ {name}", into / 2, over[1])],
    )


def _beside(source: Spot, reader: Spot, letters: int, palette: Palette) -> list[Part]:
    """A line from a name to another one below it, around names of so many letters; < 0: left."""
    way = 1 if letters > 0 else -1
    begin, end = (way * (LETTER * it.letters + 4) for it in (source, reader))
    far, tip = LETTER * letters + (4 + ASIDE) * way, end + HEAD * way
    route = f"M{begin:.1f},{source.name:.1f} H{far:.1f} V{reader.name:.1f} H{tip:.1f}"
    centre, corners = source.block[1] + 0.5, ((end, 0), (tip, -HEAD / 2), (tip, HEAD / 2))
    in_pixels = {"xsizemode": "pixel", "xanchor": centre}
    return [_shape(route, palette) | in_pixels, _head(centre, corners, reader.name, palette)]


def _line(route: Route, palette: Palette) -> Part:
    return _shape("M" + " L".join(f"{x:.3f},{y:.1f}" for x, y in route), palette)


def _head(
    anchor: float, corners: Sequence[tuple[float, float]], middle: float, palette: Palette
) -> Part:
    """An arrow's head: corners in pixels from the anchor and from its middle's height."""
    way = "M" + " L".join(f"{x:.1f},{middle + y:.1f}" for x, y in corners) + " Z"
    filled = {"fillcolor": palette.accent, "xsizemode": "pixel", "xanchor": anchor}
    return _shape(way, palette) | filled


def _shape(way: str, palette: Palette) -> Part:
    line = {"color": palette.accent, "width": 1.5}
    return {"type": "path", "path": way, "line": line, "fillcolor": "rgba(0,0,0,0)"}


def _word(text: str, x: float, y: float, palette: Palette) -> Part:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "bgcolor": palette.paper,
        "borderpad": 1,
        "font": {"size": 11, "color": palette.text},
    }


def _name(rows: Sequence[Row], place: int) -> str:
    return "digit" if place == DIGIT else rows[place].layer.name
