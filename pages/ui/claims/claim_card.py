"""One claim as a card: the quote, the guess, and then the figures and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Any, Literal

import streamlit as st

from mnist_core.figures.claim_charts import claim_chart, in_words
from mnist_core.lessons.claims.chart import Bars
from mnist_core.lessons.claims.claim import (
    ARITHMETIC,
    DEPENDS,
    FAILS,
    HOLDS,
    UNKNOWN,
    Claim,
    Figures,
    Result,
)
from mnist_core.lessons.claims.origin import origin_of
from pages.ui import controls, frame, resources
from pages.ui.claims import guessing

Colour = Literal["green", "red", "orange", "gray"]
BADGES: Mapping[str, tuple[str, str, Colour]] = MappingProxyType(
    {
        HOLDS: ("Holds", ":material/check:", "green"),
        FAILS: ("Fails", ":material/close:", "red"),
        DEPENDS: ("Depends", ":material/alt_route:", "orange"),
        UNKNOWN: ("Not measured", ":material/help:", "gray"),
    }
)
"""By the verdict: word, icon and colour."""
AT_MOST = 12  # numbers of a row that are written out


def show(claim: Claim[Any]) -> None:
    """The card of a claim, closed until a guess has been made or guesses are skipped."""
    with st.container(border=True):
        st.caption(f"{claim.topic} · {claim.title}")
        _quotes(claim)
        st.markdown(f"**Put to the test:** {claim.tested}")
        if not guessing.asked(claim.id):
            return
        result = resources.claim_result(claim.id)
        _verdict(claim, result)
        if result.chart is not None:
            chart = result.chart
            controls.show(
                claim_chart(chart, controls.palette()), alt=in_words(chart), key=f"chart_{claim.id}"
            )
            if isinstance(chart, Bars):
                _legend(chart)
        if result.finding.instead:
            heading = "Keep in mind" if result.finding.verdict == HOLDS else "What is true instead"
            st.markdown(f"**{heading}.** {result.finding.instead}")
        if result.figures is not None:
            st.caption(_basis(claim))
            _figures(result.figures)
        if claim.page:
            frame.link(claim.page, "look for yourself")


def _quotes(claim: Claim[Any]) -> None:
    """The documents' words, and below them where they stand."""
    lines, places = [], []
    for document, quotes in groupby(claim.quotes, key=lambda it: it.document):
        said = list(quotes)
        lines += ["**".join(map(controls.plain, it.text.split("**"))) for it in said]
        numbers = ", ".join(str(it.line) for it in said)
        places.append(f"document {document}, line{'s' * (len(said) > 1)} {numbers}")
    st.markdown("  \n".join(f":material/format_quote: {line}" for line in lines))
    st.caption("; ".join(places))


def _verdict(claim: Claim[Any], result: Result) -> None:
    word, icon, colour = BADGES[result.finding.verdict]
    st.badge(word, icon=icon, color=colour)
    guessing.came_out(claim.id, result.finding.says)


def _legend(chart: Bars) -> None:
    if chart.claimed is not None:
        st.caption("The orange band is what the document says; bars are 95 % intervals.")
    elif chart.zoomed:
        st.caption("Means over three seeds with their 95 % intervals.")
    elif any(bar.said for bar in chart.bars):
        st.caption("Hollow bars: what the document says, or what the others are held against.")


def _basis(claim: Claim[Any]) -> str:
    """How the figures came about: now, or by which command."""
    origin = origin_of(claim)
    if origin is not None:
        return origin.sentence
    if claim.basis == ARITHMETIC:
        return "Computed now, from the definitions of the layers."
    return f"Measured now, on {resources.dataset().provenance.test_name}."


def _figures(found: Figures) -> None:
    """Every figure with all its digits."""
    with st.expander("The figures, exactly"):
        st.markdown("\n".join(f"- {name}: {_exact(it)}" for name, it in found.by_name()))


def _exact(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        if value and isinstance(value[0], tuple):
            return f"a table of {len(value)} × {len(value[0])} counts"
        shown = ", ".join(map(_exact, value[:AT_MOST]))
        return shown + (f", … ({len(value)} in all)" if len(value) > AT_MOST else "")
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:.6g}".replace("-", "−") if value != float("inf") else "never"
