"""A network as a picture: the shapes that a digit takes on its way through the layers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import plotly.graph_objects as go

from mnist_core.figures.diagram_arcs import RISE, Block, Spot, arcs, joins, levels, rises
from mnist_core.figures.palette import Palette, Part, dress, mix
from mnist_core.network.layers import Shape
from mnist_core.network.summary import Row
from mnist_core.network.wiring import DIGIT

PER_LINE = 5  # stages side by side; that many fit a phone
CELL = 1.9  # pixels for one cell of a map
DEEPEST = 26  # pixels for the deepest stack of maps
DEPTH = 0.4  # pixels for one map, where the deepest stack allows it
COUNTED = 8  # a line on a stack's edge stands for this many maps
TALLEST = 84  # pixels for the longest vector
BAR = 12  # pixels across a vector
DRAWING = 96  # pixels for the drawings of a line
TEXT = 16  # pixels for a line of text
LEADING = 15.6  # pixels from one line of a label to the next: 1.3 times the size of its letters


@dataclass(frozen=True)
class DiagramBlock:
    """One shape on the way: the row that makes it, None for the digit, and those that keep it.

    `chained` says whether it is made of the block before it, and not of an earlier layer.
    """

    row: Row | None
    shape: Shape
    keepers: tuple[Row, ...] = ()
    chained: bool = True

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of its layers; the digit has none."""
        return (self.row, *self.keepers) if self.row else self.keepers

    @property
    def names(self) -> tuple[str, ...]:
        """What stands below its shape: the layer that makes it, and those that keep it."""
        return (_named(self.row) if self.row else "digit", *map(_named, self.keepers))

    @property
    def label(self) -> str:
        """Its shape and its layers, one below the other."""
        first, *others = self.names
        return "<br>".join([shape_text(self.shape), f"<b>{first}</b>", *others])


def _named(row: Row) -> str:
    """A layer with those earlier ones that it names: "add1 + pool", "conv6 of relu3"."""
    reads = f" of {row.layer.reads}" if row.layer.reads else ""
    source = row.layer.named.get("source")
    return f"{row.layer.name}{reads}{f' + {source}' if source else ''}"


def shape_text(shape: Shape) -> str:
    """A shape for people, such as ``26 × 26 × 32``."""
    return " × ".join(f"{length:,}" for length in shape)


def stages(rows: Sequence[Row]) -> tuple[DiagramBlock, ...]:
    """The shapes a digit takes, each with the layers that make and keep it."""
    found = [DiagramBlock(None, rows[0].input_shape)]
    for place, row in enumerate(rows):
        chained = row.inputs[0] == place - 1
        if chained and row.output_shape == row.input_shape:
            last = found[-1]
            found[-1] = replace(last, keepers=(*last.keepers, row))
        else:
            found.append(DiagramBlock(row, row.output_shape, chained=chained))
    return tuple(found)


def lines(found: Sequence[DiagramBlock]) -> tuple[tuple[DiagramBlock, ...], ...]:
    """Break the stages into lines: maps above, vectors below, never too many side by side."""
    if len(found) <= PER_LINE:
        return (tuple(found),)
    maps = [stage for stage in found if len(stage.shape) == 3]
    parts = (maps, found[len(maps) :])
    return tuple(
        tuple(part[start : start + PER_LINE])
        for part in parts
        for start in range(0, len(part), PER_LINE)
    )


def diagram(rows: Sequence[Row], palette: Palette) -> go.Figure:
    """Draw a network: stacks of maps to scale in height and number, vectors as bars to scale.

    Everything keeps its size in pixels whatever the width, so that it can be read on a phone. A
    layer that is read further down than just below it has a line to where that is.

    Parameters
    ----------
    rows : the network's summary
    palette : colours of the appearance
    """
    found = stages(rows)
    broken = lines(found)
    roofs = _roofs(rows, broken)
    most = max(stage.shape[2] for stage in found if len(stage.shape) == 3)
    longest = max(stage.shape[0] for stage in found if len(stage.shape) == 1)
    depth = min(DEPTH, DEEPEST / most)
    following = {
        id(stage): later.row for stage, later in pairwise(found) if later.row and later.chained
    }
    shapes, words, points, spots = [], [], [], {}
    for number, line in enumerate(broken):
        for place, stage in enumerate(line):
            at = (place + 0.5, roofs[number] + DRAWING / 2)
            if len(stage.shape) == 3:
                reader = following.get(id(stage))
                window = reader.layer.window if reader else None
                side = window.size if window else 0
                shapes += _stack(stage.shape, at, depth, side, palette)
                high = stage.shape[0] * CELL + stage.shape[2] * depth
            else:
                high = TALLEST * stage.shape[0] / longest
                shapes.append(_bar(high, at, palette))
            words.append(_label(stage, at, palette))
            points.append(_point(stage, at))
            spots |= _spots(stage, (number, place), at[1], high, len(spots))
            if stage.chained and (place or number):
                words.append(_arrow(place, at[1], palette))
    ways, names = arcs(rows, spots, roofs, PER_LINE, palette)
    # All shapes at once: Plotly checks those it has again with each that is added, which took
    # ten times as long.
    layout = {
        "shapes": shapes + ways,
        "annotations": words + names,
        "xaxis": {"visible": False, "range": [-0.05, PER_LINE], "fixedrange": True},
        "yaxis": {"visible": False, "range": [roofs[-1], 0], "fixedrange": True},
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
    }
    return dress(go.Figure(points, layout), palette, roofs[-1])


def _blocks(broken: Sequence[Sequence[DiagramBlock]]) -> dict[int, Block]:
    """Where the block of every layer stands, by the layer's place; the digit's is −1."""
    found: dict[int, Block] = {DIGIT: (0, 0)}
    for number, line in enumerate(broken):
        for column, stage in enumerate(line):
            for _ in stage.rows:
                found[len(found) - 1] = (number, column)
    return found


def _roofs(rows: Sequence[Row], broken: Sequence[Sequence[DiagramBlock]]) -> list[int]:
    """Where the drawings of every line begin, below the ways around, and where all of it ends."""
    block, around = _blocks(broken), joins(rows)
    most = rises(around, levels(around, block), block, len(broken))
    roofs, below = [], 4
    for line, level in zip(broken, most, strict=True):
        roofs.append(below + RISE * level)
        below = roofs[-1] + DRAWING + 14 + TEXT * max(2 + len(stage.keepers) for stage in line)
    return [*roofs, below - 4]


def _spots(
    stage: DiagramBlock, block: Block, middle: float, high: float, before: int
) -> dict[int, Spot]:
    """Where the layers of a block stand; so many, the digit among them, stand before it."""
    first = middle + DRAWING / 2 + 3 + LEADING * 1.5  # the shape stands above the names
    return {
        before - 1 + number: Spot(block, middle - high / 2, first + LEADING * number, len(name))
        for number, name in enumerate(stage.names)
    }


def _stack(
    shape: Shape, at: tuple[float, float], depth: float, window: int, palette: Palette
) -> list[Part]:
    """A block whose front is one map to scale, and whose depth is the number of maps."""
    height, width, deep = shape[0] * CELL, shape[1] * CELL, shape[2] * depth
    left, low = -(width + deep) / 2, at[1] + (height + deep) / 2
    right, high = left + width, low - height
    edge = {"color": palette.muted, "width": 1}
    corners = (
        (left, high),
        (left + deep, high - deep),
        (right + deep, high - deep),
        (right + deep, low - deep),
        (right, low),
        (right, high),
    )
    parts = [_path(at[0], corners, edge, mix(palette.grid, palette.muted, 0.25), close=True)]
    for maps in range(COUNTED, shape[2], COUNTED):
        off = maps * depth
        behind = ((left + off, high - off), (right + off, high - off), (right + off, low - off))
        parts.append(_path(at[0], behind, {"color": palette.muted, "width": 0.5}))
    front = ((left, high), (right, high), (right, low), (left, low))
    parts.append(_path(at[0], front, edge, palette.paper, close=True))
    if window:
        side = min(window * CELL, width)
        square = (
            (left, high),
            (left + side, high),
            (left + side, high + side),
            (left, high + side),
        )
        line = {"color": palette.accent, "width": 1}
        parts.append(_path(at[0], square, line, palette.accent, close=True))
    return parts


def _bar(length: float, at: tuple[float, float], palette: Palette) -> Part:
    half = max(length, 1.0) / 2
    corners = (
        (-BAR / 2, at[1] - half),
        (BAR / 2, at[1] - half),
        (BAR / 2, at[1] + half),
        (-BAR / 2, at[1] + half),
    )
    edge = {"color": palette.muted, "width": 1}
    return _path(at[0], corners, edge, mix(palette.grid, palette.muted, 0.25), close=True)


def _path(
    anchor: float,
    points: Sequence[tuple[float, float]],
    line: Part,
    fill: str = "rgba(0,0,0,0)",
    close: bool = False,
) -> Part:
    """A line through points: x in pixels from the anchor, y in the pixels of the figure."""
    path = "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in points) + (" Z" if close else "")
    place = {"type": "path", "path": path, "xsizemode": "pixel", "xanchor": anchor}
    return place | {"line": line, "fillcolor": fill}


def _label(stage: DiagramBlock, at: tuple[float, float], palette: Palette) -> Part:
    return {
        "x": at[0],
        "y": at[1] + DRAWING / 2 + 2,
        "text": stage.label,
        "showarrow": False,
        "yanchor": "top",
        "font": {"size": 12, "color": palette.text},
    }


def _point(stage: DiagramBlock, at: tuple[float, float]) -> Part:
    """An unseen mark that says, when pointed at, what happens there."""
    text = "<br>".join(f"<b>{row.layer.name}</b>: {row.layer.purpose}" for row in stage.rows)
    if stage.row:
        text += f"<br>{stage.row.arithmetic}"
    return {
        "type": "scatter",
        "x": [at[0]],
        "y": [at[1]],
        "mode": "markers",
        "marker": {"size": 70, "opacity": 0},
        "hovertemplate": f"{text or 'the digit, one map of pixels'}<extra></extra>",
    }


def _arrow(place: int, middle: float, palette: Palette) -> Part:
    return {
        "x": place,
        "y": middle,
        "text": "→",
        "showarrow": False,
        "xanchor": "left" if not place else "center",
        "font": {"size": 15, "color": palette.muted},
    }
