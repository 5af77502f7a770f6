"""Asking for the exports of a network, and how they stand until they have come."""

from __future__ import annotations

import streamlit as st

from mnist_core.export.export_folder import Export, ExportResult
from mnist_core.export.formats import FORMATS
from mnist_core.export.outcome import CHANGES
from pages.ui import controls, guess, refusal, resources

POLL_SECONDS = 1.0


def folder(id: str) -> Export | None:
    """Where the exports of a network lie, or would; None where there is no home, which is said."""
    try:
        return resources.export(id)
    except ValueError as error:
        st.error(controls.plain(str(error)), icon=":material/error:")
        return None


def result(id: str, export: Export) -> ExportResult | None:
    """What came of the exports of a network; until then a button, or how they stand, and None."""
    refusal.show()
    found = export.result
    if found is not None and not found.reason:
        return found
    if export.waits:
        st.fragment(_stands, run_every=POLL_SECONDS)(export)
        asked(id)
        return None
    if found is not None:
        st.error(controls.plain(found.reason), icon=":material/error:")
    st.button(
        f"Export {controls.plain(id)}",
        type="primary",
        icon=":material/deployed_code:",
        key="export_all",
        on_click=_ask,
        args=(id,),
    )
    st.caption(
        "Made in a process of its own, one network at a time; pages go on meanwhile. The same "
        "weights are never exported twice."
    )
    return None


def asked(id: str) -> str | None:
    """What this person guesses that int8 changes; None while the question stands on the page."""
    return guess.choose(
        guess_key(id),
        f"{FORMATS['litert_int8'].title} has 256 values for a weight where float32 has four "
        "billion. How many answers to test digits does it change?",
        CHANGES,
    )


def guess_key(id: str) -> str:
    """The guess about a network."""
    return f"export_int8_{id}"


def _ask(id: str) -> None:
    """Callback: whoever else asks for the same weights gets the same export."""
    with refusal.explained("The folder of exports"):
        resources.export_queue().ask(resources.network(id), resources.dataset().provenance)


def _stands(export: Export) -> None:
    queue = resources.export_queue()
    with refusal.explained("The folder of exports"):
        queue.tend()
    if not export.waits:
        st.rerun()
    before, progress = queue.position(export), export.progress
    if before:
        st.progress(0.0, text=f"**Waits** · {before} before it")
    elif progress is None:
        st.progress(0.0, text="**Begins**")
    else:
        share = progress.done / progress.of
        st.progress(share, text=f"**{progress.done} of {progress.of}** · {progress.doing}")
