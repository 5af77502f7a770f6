"""Open a network from a file: ours, or one that Keras saved, and go on with it on every page."""

from types import MappingProxyType

import streamlit as st

from pages.ui import controls, resources

FILE, PIXELS, CAME = "network_file", "network_file_pixels", "network_file_came"  # keys
SCALES = MappingProxyType({"scale": "0 to 1", "standardise": "standardised"})
MEGABYTES = 32


def show() -> None:
    """A place to bring a file, and what was recognised in it."""
    with st.expander("Open a network from a file", icon=":material/folder_open:"):
        st.markdown(
            "A `.npz` saved by this app, or a whole model of Keras, `.keras` or `.h5`, that reads "
            "28 × 28 or 784 numbers. Nothing in the file is run: its description is compared with "
            "a list of layers, and its numbers are copied."
        )
        st.segmented_control(
            "Pixels that the network was trained on",
            tuple(SCALES),
            default="scale",
            required=True,
            key=PIXELS,
            format_func=SCALES.__getitem__,
            help="Asked for Keras models alone, and only where they do not divide by 255 "
            "themselves. Standardised: minus MNIST’s mean, divided by its deviation.",
        )
        st.file_uploader(
            "The network’s file",
            type=["npz", "keras", "h5", "hdf5"],
            key=FILE,
            max_upload_size=MEGABYTES,
            on_change=_bring,
        )
        _say_what_came()


def _bring() -> None:
    """Callback: open the file and choose its network, before any page is drawn with it."""
    file = st.session_state[FILE]
    st.session_state.pop(CAME, None)
    if file is None:
        return
    try:
        id, said = resources.open_file(file.getvalue(), file.name, st.session_state[PIXELS])
    except (ValueError, OSError) as error:
        st.session_state[CAME] = ("", str(error))
        return
    controls.choose(id)
    st.session_state[CAME] = (id, said)


def _say_what_came() -> None:
    id, said = st.session_state.get(CAME, ("", ""))
    if not said:
        return
    if not id:
        st.error(controls.plain(said), icon=":material/block:")
        return
    st.success(
        f"{said} It is chosen now, on every page, as {controls.plain(id)}. Try it "
        "on Evaluation and on Draw.",
        icon=":material/check:",
    )
