"""The summary of a network in words: the cells of its lines, its total, and what document 004 says.

The cells are HTML, so that they stand in columns on a screen and below each other on a phone. All
of it is made of our own words and of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mnist_core.editing.budget import (
    Share,
    same_paddings_that_give,
    shapes_from,
    unread_pixels,
    with_same_padding,
)
from mnist_core.figures.architecture_diagram import shape_text
from mnist_core.figures.palette import Palette
from mnist_core.network.summary import Row
from pages.ui import controls

DOCUMENT_004 = ("13 × 13 × 64 → 6 × 6 × 64 → 2304", 2304)  # what its lines 203 and 213 say
SAME = "same shape"  # a layer that keeps it may say more, which is not about the shape
GRID = (
    "display:grid;grid-template-columns:repeat(auto-fit,minmax(min(13rem,100%),1fr));"
    "gap:0.1rem 1.25rem;line-height:1.4;padding-top:0.45rem;font-variant-numeric:tabular-nums"
)


def cells(row: Row, share: Share | None, palette: Palette) -> str:
    """One line: shape with its arithmetic, parameters and work with formula and share, as HTML.

    Without a share, where the rest of the network is not known.
    """
    kept = row.output_shape == row.input_shape and row.layer.window is None
    if kept and row.arithmetic.startswith(SAME):
        how = row.arithmetic.replace(SAME, "keeps the shape")
    else:
        how = f"{row.arithmetic} · sees {row.extent}"
    if row.layer.reads:
        how = f"reads {row.layer.reads} · {how}"
    return _grid(
        (
            _cell(f"<b>{shape_text(row.output_shape)}</b>", how, palette),
            _cost(
                row.parameters,
                "parameters",
                None if share is None else share.parameters,
                row.parameter_formula,
                palette.accent,
                palette,
            ),
            _cost(
                row.macs,
                "work",
                None if share is None else share.work,
                row.mac_formula,
                palette.positive,
                palette,
            ),
        )
    )


def word(text: str, palette: Palette) -> str:
    """A line, or its first cell, that says one thing only."""
    return _grid((_cell(f"<b>{text}</b>", "", palette),))


def missing(fault: str, palette: Palette) -> str:
    """The line of a layer that cannot stand as it is, or that stands below such a layer."""
    return _grid((_cell("", "does not fit:" if fault else "waits for the layer above", palette),))


def total(rows: Sequence[Row], before: Sequence[Row], name: str, palette: Palette) -> str:
    """The last line: the sums, and how far they are from those of another network."""
    figures = [
        (sum(row.parameters for row in them), sum(row.macs for row in them))
        for them in (rows, before)
    ]
    (parameters, macs), (parameters_before, macs_before) = figures
    reaches, reached = reach(rows), reach(before)
    if reaches != reached:
        reaches += f", {name}: {reached.replace(' pixels', '', 1)}"
    return _grid(
        (
            _cell("<b>10</b> probabilities", f"a value of the last maps sees {reaches}", palette),
            _cell(
                f"<b>{parameters:,}</b> parameters",
                compared(parameters, parameters_before, name),
                palette,
            ),
            _cell(f"<b>{macs:,}</b> work", compared(macs, macs_before, name), palette),
        )
    )


def outcome(label: str, rows: Sequence[Row], before: Sequence[Row], palette: Palette) -> str:
    """One line about an edit: its parameters and its work, and how far they are from before."""
    now = [
        (sum(row.parameters for row in rows), "parameters"),
        (sum(row.macs for row in rows), "work"),
    ]
    then = sum(row.parameters for row in before), sum(row.macs for row in before)
    costs = [
        _cell(f"<b>{number:,}</b> {what}", compared(number, old), palette)
        for (number, what), old in zip(now, then, strict=True)
    ]
    return _grid((_cell(label[0].upper() + label[1:], "", palette), *costs))


def compared(now: int, before: int, name: str = "") -> str:
    """A change in words: "−103,104 (−45.8 %) against Keras CNN"; as many, where there is none."""
    if now == before:
        return f"as many as {name or 'before'}"
    sign = "−" if now < before else "+"
    change = abs(now - before)
    share = f" ({sign}{controls.percent(change / before)})" if before else ""
    return f"{sign}{change:,}{share}" + (f" against {name}" if name else "")


def reach(rows: Sequence[Row]) -> str:
    """What one value of the last feature maps sees; a single pixel where there are no maps."""
    maps = [row.extent for row in rows if len(row.output_shape) == 3]
    return maps[-1] if maps else "1 × 1 pixels"


def _grid(parts: Iterable[str]) -> str:
    return f'<div style="{GRID}">{"".join(parts)}</div>'


def _cell(first: str, second: str, palette: Palette, bar: str = "") -> str:
    small = f'<div style="font-size:0.875rem;color:{palette.muted}">{second}</div>'
    return f"<div>{first}{bar}{small}</div>"


def _cost(
    number: int, what: str, share: float | None, formula: str, colour: str, palette: Palette
) -> str:
    """A number with its share, as a word and as a bar, and the formula it comes from."""
    if not number:
        return "<div></div>"
    first = f"<b>{number:,}</b> {what}"
    if share is None:
        return _cell(first, formula, palette)
    bar = (
        f'<div style="height:4px;border-radius:2px;margin:2px 0;background:{palette.grid}">'
        f'<div style="height:4px;border-radius:2px;width:{max(100 * share, 0.5):.1f}%;'
        f'background:{colour};forced-color-adjust:none"></div></div>'
    )
    return _cell(f"{first}, {controls.percent(share)}", formula, palette, bar)


def left_out(row: Row) -> str:
    """What no window reaches, such as "the last row and column: 21 of 121 cells"; else empty."""
    if not row.unused_cells:
        return ""
    height, width, _ = row.input_shape
    counted = f"{row.unused_cells} of {height * width} cells"
    window = row.layer.window
    if window is not None and tuple(map(len, row.unread)) != row.dropped:
        return f"what lies between its windows, since {window.stride} > {window.size}: {counted}"
    kinds = [
        f"{number} {kind}s" if number > 1 else kind
        for number, kind in zip(row.dropped, ("row", "column"), strict=True)
        if number
    ]
    return f"the last {' and '.join(kinds)}: {counted}"


def unread(rows: Sequence[Row]) -> str:
    """Whether every pixel is read, in one sentence."""
    missed = unread_pixels(rows)
    if not any(missed):
        return "Every pixel of the digit is read."
    sides = [
        f"{kind} {' and '.join(map(str, pixels))}"
        for kind, pixels in zip(("rows", "columns"), missed, strict=True)
        if pixels
    ]
    return f"Pixel {' and '.join(sides)} of the digit (counted from 0) are never read."


def document_004(rows: Sequence[Row]) -> str:
    """What document 004 says about the shapes after conv2 of its network, and what is true."""
    says, length = DOCUMENT_004
    true = " → ".join(map(shape_text, shapes_from(rows, "conv2")))
    layers = [row.layer for row in rows]
    ways = [
        f"`{name}` ({' → '.join(map(shape_text, shapes_from(other, 'conv2')))})"
        for name in same_paddings_that_give(rows, length)
        for other in [with_same_padding(layers, name)]
    ]
    return (
        f"**Document 004 says {says}** (lines 203 and 213). With its own valid padding it is "
        f"**{true}**. Same padding would give {length:,}, in {' or in '.join(ways)}."
    )
