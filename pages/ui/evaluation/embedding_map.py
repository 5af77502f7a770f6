"""The map tab: PCA at once, t-SNE when it is asked for and ready, errors marked."""

from concurrent.futures import Future

import numpy as np
import streamlit as st

from mnist_core.evaluation.metrics import Evaluation
from mnist_core.figures.number_format import percent
from pages.ui import resources
from pages.ui.components.digit_map.digit_map import digit_map
from pages.ui.evaluated_digits import OWN, EvaluatedDigits
from pages.ui.gallery import enlarge

METHOD, DIMENSIONS, OPEN = "map_method", "map_dimensions", "map_open"
PCA, TSNE = "PCA", "t-SNE"
POLL_SECONDS = 1.0


def embedding_map(id: str, found: Evaluation, evaluated: EvaluatedDigits) -> None:
    """The digits as points that lie near each other where the network finds them alike."""
    if evaluated.key == OWN:
        st.caption("A map needs digits by the hundred: judge on test digits to see it.")
        return
    st.markdown(
        "Every point is a digit, placed by what the network makes of it just before its last "
        "layer. Look for errors (ringed): do they lie between two clouds?"
    )
    with st.container(horizontal=True):
        method = st.segmented_control(
            "Method", (PCA, TSNE), default=PCA, key=METHOD, required=True, persist_state="session"
        )
        dimensions = st.segmented_control(
            "Dimensions", (2, 3), default=2, key=DIMENSIONS, required=True, persist_state="session"
        )
    indices = resources.mapped_digits(id, evaluated.key)
    flat = resources.digits_in_pca(id, evaluated.key)
    points, caption = flat.points[:, :dimensions], _kept(flat.explained[:dimensions])
    if method == TSNE:
        ready = resources.digits_in_tsne(id, evaluated.key, dimensions)
        if not ready.done():
            st.fragment(_wait, run_every=POLL_SECONDS)(ready)
        elif ready.exception() is not None:
            st.warning(f"{ready.exception()} Meanwhile, PCA.")
            st.button("Try again", on_click=resources.digits_in_tsne.clear)
        else:
            points = ready.result()
            caption = (
                "t-SNE (seed 1) keeps neighbours together; distances between clouds, their size "
                "and the axes mean nothing."
            )
    left, right = st.columns([3, 2], gap="medium")
    with right:
        index = st.selectbox(
            "Open",
            indices.tolist(),
            key=OPEN,
            index=None,
            placeholder="Press a point",
            format_func=lambda i: f"digit {i}: {found.labels[i]} as {found.predicted[i]}",
        )
        if index is not None:
            enlarge(index, evaluated, found, "map")
    with left:
        digit_map(
            points,
            evaluated.digits.images[indices],
            indices,
            found,
            on_pick=_pick,
            chosen=index,
            alt=f"Map of {len(indices):,} digits by {method}, coloured by digit, errors ringed.",
        )
    errors = int((found.labels[indices] != found.predicted[indices]).sum())
    turning = " Drag to turn, or use the arrow keys." if dimensions == 3 else ""
    shown = f"All {len(found):,} digits, {errors:,} of them errors."
    if len(indices) < len(found):
        shown = (
            f"{len(indices):,} of {len(found):,} digits: drawn at random (seed 1), and {errors:,} "
            f"of the {len(found.misclassified):,} errors."
        )
    st.caption(f"{shown} {caption}{turning}")


def _kept(explained: np.ndarray) -> str:
    kept = percent(explained.sum())
    return f"PCA looks from where the cloud is widest: {kept} of its spread is kept."


def _wait(ready: Future) -> None:
    """Look every second whether t-SNE is there; the page shows PCA meanwhile."""
    if ready.done():
        st.rerun()
    st.info(
        "t-SNE is being computed in the background; the map shows PCA until it is ready.",
        icon=":material/hourglass_top:",
    )


def _pick(index: int) -> None:
    st.session_state[OPEN] = index
