"""What excites a filter most: nine digits of many, with the pixels it looks at marked in each."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mnist_core.explain.intervention import normalisation_after
from mnist_core.figures.before_after import patches
from mnist_core.figures.sprite import compose
from pages.ui import controls, resources
from pages.ui.architecture.choose_part import choose_part, kind_of

MOST = 9


def show(id: str, image: np.ndarray) -> None:
    """Choose a filter, and see the digits that it answers to most strongly."""
    network = resources.network(id)
    st.markdown(
        "**What is this filter looking for?** Look at what its strongest places have in common."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        activation, part = choose_part(id, network, image)
    digits = resources.few_digits()
    found = resources.excitations(id, activation.name)
    strongest = found.strongest(part, MOST)
    values = found.values[strongest, part]
    boxes = [found.box(int(index), part) for index in strongest]
    kind = kind_of(activation)
    normalised = normalisation_after(network.architecture, activation.name) is not None
    st.markdown(
        f"The {len(strongest)} of {len(digits):,} validation digits that excite {kind} {part} of "
        f"{activation.name} most, the strongest first: from {_number(values[0])} down to "
        f"{_number(values[-1])}{', before the normalisation' * normalised}. "
        f"{'' if normalised else _silent(values)}"
    )
    whole, alone = st.columns(2, gap="medium")
    labels = [str(digits.labels[index]) for index in strongest]
    with whole:
        picture = compose(
            digits.images[strongest],
            controls.palette(),
            columns=3,
            zoom=4,
            gap=8,
            boxes=boxes,
            labels=labels,
        )
        alt = f"Nine digits labelled {', '.join(labels)}, each with a marked patch."
        controls.show_sprite(picture, alt=alt, width="content")
        st.caption("Under each digit its label; the square is what the strongest cell looks at.")
    with alone:
        cut = patches(digits.images[strongest], boxes)
        zoom = max(1, 112 // max(cut.shape[1:]))
        controls.show_sprite(
            compose(cut, controls.palette(), columns=3, zoom=zoom, gap=8, labels=labels),
            alt="The marked patches alone, enlarged.",
            width="content",
        )
        st.caption(f"The patches alone, which is the receptive field: {found.row.extent}.")


def _silent(values: np.ndarray) -> str:
    """What to think of a filter whose largest value is not above 0."""
    if values[0] > 0:
        return ""
    return "None is above 0, so the ReLU after it silences it for all of these digits."


def _number(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")
