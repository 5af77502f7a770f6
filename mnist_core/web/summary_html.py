"""The summary of a network: a table of what every layer makes, holds, costs and sees, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from mnist_core.network.layers import times
from mnist_core.network.summary import Row

COLUMNS = ("Layer", "Output", "Parameters", "Work", "Sees")


def summary_html(rows: Sequence[Row]) -> str:
    """One line for each layer and one for their sums; names and formulas are escaped."""
    head = "".join(f'<th scope="col">{name}</th>' for name in COLUMNS)
    body = "".join(map(_line, rows))
    parameters, macs = sum(row.parameters for row in rows), sum(row.macs for row in rows)
    sums = ("<b>10</b>" + _small("probabilities"), f"<b>{parameters:,}</b>", f"<b>{macs:,}</b>", "")
    foot = f'<th scope="row">Together</th>{_cells(sums)}'
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
        f"<tfoot><tr>{foot}</tr></tfoot></table>"
    )


def _line(row: Row) -> str:
    told = row.layer.settings | row.layer.named
    settings = ", ".join(f"{name} {value}" for name, value in told.items())
    what = f"{row.layer.kind}{f' ({settings})' if settings else ''}".replace("_", " ")
    cells = (
        f"<b>{times(*row.output_shape)}</b>" + _small(row.arithmetic),
        _cost(row.parameters, row.parameter_formula),
        _cost(row.macs, row.mac_formula),
        escape(row.extent),
    )
    name = f'<th scope="row">{escape(row.layer.name)}{_small(what)}</th>'
    return f"<tr>{name}{_cells(cells)}</tr>"


def _cells(texts: Sequence[str]) -> str:
    """Cells that know their column: on a phone they stand below each other."""
    pairs = zip(COLUMNS[1:], texts, strict=True)
    return "".join(f'<td data-column="{column}">{text}</td>' for column, text in pairs)


def _cost(number: int, formula: str) -> str:
    return f"<b>{number:,}</b>{_small(formula)}" if number else ""


def _small(text: str) -> str:
    return f"<small>{escape(text)}</small>" if text else ""
