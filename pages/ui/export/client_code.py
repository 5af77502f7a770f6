"""The few lines by which other programs read digits with an export."""

from __future__ import annotations

from io import BytesIO

import streamlit as st
from PIL import Image

from mnist_core.export.formats import FORMATS
from pages.ui import resources

FIRST = FORMATS["litert"].title
FORMAT = "format"  # key, and the name of the URL parameter


def show() -> None:
    """One format's clients, to be copied, and a digit to try them on."""
    with st.container(border=True):
        st.fragment(_clients)()


def _clients() -> None:
    by_title = {it.title: it for it in FORMATS.values()}
    chosen = st.segmented_control(
        "Format", tuple(by_title), default=FIRST, required=True, key=FORMAT, bind="query-params"
    )
    format = by_title[chosen or FIRST]
    st.markdown(format.use)
    for client, tab in zip(
        format.clients, st.tabs([it.title for it in format.clients]), strict=True
    ):
        with tab:
            state = "run by this project’s tests" if client.run else "**not run here**"
            st.caption(f"`{client.file}` · {state}")
            st.code(client.code, client.language, wrap_lines=True)
    st.markdown(
        "It takes digits as MNIST has them: 28 × 28 pixels, light ink on black, the digit in the "
        "middle 20 × 20. Pixels go in as they are, 0 to 255; the network divides them itself. "
        "Photographs need what Draw does first, and `python -m mnist_core serve` does it for other "
        "programs."
    )
    st.download_button(
        "A digit to try",
        _digit,
        file_name="digit.png",
        mime="image/png",
        icon=":material/image:",
        on_click="ignore",
        key="save_digit",
    )


def _digit() -> bytes:
    """The first test digit as a picture."""
    data = BytesIO()
    Image.fromarray(resources.dataset().test.images[0]).save(data, "png")
    return data.getvalue()
