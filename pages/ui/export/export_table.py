"""The exports of a network side by side, and their files to save."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from mnist_core.export.export_folder import Export, ExportResult
from mnist_core.export.formats import FORMATS
from mnist_core.export.outcome import Judgement, Outcome, changes
from pages.ui import controls, guess, taking_home
from pages.ui.export import ordering

UNKNOWN = "–"
PAGE = "Page (.html)"


def show(id: str, export: Export, result: ExportResult) -> None:
    """The table, after the guess about its most interesting line, and the files."""
    outcomes = {it.format: it for it in result.outcomes}
    if ordering.asked(id) is not None:
        _came_out(id, outcomes)
        rows = [*map(row, result.outcomes), page_row(taking_home.size(id))]
        st.table(pd.DataFrame(rows).set_index("Format"))
        st.caption(_legend(result))
        for it in result.outcomes:
            if it.reason:
                st.caption(f"**{FORMATS[it.format].title}** · {controls.plain(it.reason)}")
    _saves(id, export, result)


def row(outcome: Outcome) -> dict[str, str]:
    """A line of the table."""
    size = _size(outcome.bytes) if outcome.bytes else UNKNOWN
    return {"Format": FORMATS[outcome.format].title, "Size": size, **_judged(outcome.judgement)}


def page_row(bytes: int) -> dict[str, str]:
    """The line of the page that goes home, which a browser reads and nothing here."""
    return {"Format": PAGE, "Size": _size(bytes), **_judged(None)}


def _size(bytes: int) -> str:
    return f"{bytes / 1000:,.0f} kB"


def _judged(judged: Judgement | None) -> Mapping[str, str]:
    if judged is None:
        return dict.fromkeys(("A digit", "Right", "Changed", "Difference"), UNKNOWN)
    low, high = judged.interval
    return {
        "A digit": f"{judged.milliseconds:.2f} ms",
        "Right": f"{100 * judged.accuracy:.2f} %, {100 * low:.1f} to {100 * high:.1f}",
        "Changed": f"{judged.changed:,}",
        "Difference": f"{judged.difference:.1e}" if judged.difference else "0",
    }


def _legend(result: ExportResult) -> str:
    """What the columns are, and who read."""
    judged = [it.judgement for it in result.outcomes if it.judgement is not None]
    read = ", ".join(dict.fromkeys(it.runtime for it in judged))
    return (
        "**A digit**: the time for one, the median of many, on this server beside its other work. "
        f"**Right**, with Wilson’s 95 % interval: of {judged[0].digits if judged else 0:,} "
        f"{controls.plain(result.digits)}. **Changed**: answers that are not this app’s; all read "
        "the same digits, so these say more than the intervals. **Difference**: the largest "
        "between one of its probabilities and this app’s, in powers of ten: 1.0e-3 is a tenth of "
        f"a percent. Read by {read}. The page reads in a browser, with the same numbers as NumPy; "
        "this project’s tests hold its script to the app’s probabilities within 1e-5."
    )


def _came_out(id: str, outcomes: Mapping[str, Outcome]) -> None:
    whole, small = (outcomes[it] for it in ("litert", "litert_int8"))
    judged = small.judgement
    if judged is None or not whole.bytes:
        return
    words = changes(judged)
    given = guess.guessed(ordering.guess_key(id))
    guess.came_out(
        ordering.guess_key(id),
        f"int8 keeps {small.bytes / whole.bytes:.0%} of the bytes and changes "
        f"{judged.changed:,} of {judged.digits:,} answers ({words}).",
        given == words,
    )


def _saves(id: str, export: Export, result: ExportResult) -> None:
    """A button for each file; a closed one was not made."""
    with st.container(horizontal=True):
        for outcome in result.outcomes:
            format = FORMATS[outcome.format]
            if outcome.bytes:
                st.download_button(
                    format.title,
                    lambda format=format: export.saved(format, id),
                    file_name=f"{id}{format.ending}",
                    mime="application/octet-stream",
                    icon=":material/download:",
                    on_click="ignore",
                    key=f"save_{format.id}",
                    help=format.use,
                )
        taking_home.offer(id, PAGE, key="save_html")
