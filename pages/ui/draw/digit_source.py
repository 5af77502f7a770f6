"""Where a digit can come from: the pad, a picture's file, the camera, the data in use, a form."""

import numpy as np
import streamlit as st

from mnist_core.data.drawing.pictures import UnreadablePicture
from mnist_core.data.pixels import blank
from mnist_core.figures.palette import Palette
from pages.ui import digit_choice, resources
from pages.ui.components.cookies import cookies
from pages.ui.components.pad import pad
from pages.ui.draw import form, picture, secure_context

PAD, FILE, CAMERA, DATASET, FORM = "Pad", "File", "Camera", "Dataset", "Form"
SOURCES = (PAD, FILE, CAMERA, DATASET, FORM)
SOURCE, PEN, UPLOAD, PHOTO, SEVERAL = "source", "pen", "upload", "photo", "several"  # keys
PENS = (4, 40, 20)  # pixels: thinnest, thickest, at first
TYPES = ("png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff")
EXAMPLE = 123  # the digit that is read while there is nothing else
NO_CAMERA = (
    "A browser gives its camera only to pages that come over https or from the same computer, and "
    "this one comes over plain http: take a photo, and choose it as a file instead."
)
NO_FILES = (
    "Pictures cannot be sent from here, because your browser keeps no cookie of this page, as "
    "inside another site's page: open it in a tab of its own, or allow it cookies."
)
NOTHING = pad.Drawing((), None)


def several() -> bool:
    """Whether a number is to be read, and not one digit."""
    return on_form() or st.session_state.get(SEVERAL, False) and _source() != DATASET


def one_on_pad() -> bool:
    """Whether one digit is to be drawn on the pad."""
    return on_pad() and not several()


def on_pad() -> bool:
    """Whether what is read is to be drawn on the pad."""
    return _source() == PAD


def on_form() -> bool:
    """Whether it is a form that the project itself has filled in."""
    return _source() == FORM


def pictured() -> bool:
    """Whether it is to be a picture from outside."""
    return _source() in (FILE, CAMERA)


def _source() -> str:
    return st.session_state.get(SOURCE) or PAD


def pen() -> int:
    """The width of the pen in pixels."""
    return st.session_state.get(PEN, PENS[2])


def width() -> int:
    """Pixels that the source needs."""
    return pad.size(several() and on_pad())[0]


def drawing(palette: Palette) -> pad.Drawing:
    """Show the chosen source, and return what comes from it."""
    source = _source()
    if source in (FILE, CAMERA) and cookies.refused():
        st.markdown(NO_FILES)
        if st.context.url:
            st.link_button(
                "Open in a tab of its own", st.context.url, icon=":material/open_in_new:"
            )
        return NOTHING
    if source == FILE:
        return _from(
            st.file_uploader(
                "A photo or scan of a digit, dark on light or the other way", TYPES, key=UPLOAD
            )
        )
    if source == CAMERA:
        if not secure_context.here():
            st.markdown(NO_CAMERA)
            return NOTHING
        taken = st.camera_input("Hold a digit on paper before the camera", key=PHOTO)
        st.caption("No picture? Allow the camera in the browser, or choose a file instead.")
        return _from(taken)
    if source == DATASET:
        digit = digit_choice.choose_digit()
        return pad.Drawing(None, digit.image, digit.label)
    if source == FORM:
        return form.choose(resources.split("test"))
    return pad.pad(palette, pen(), several())


def choose() -> None:
    """Which source, how thick the pen is, and one digit or several."""
    with st.container(horizontal=True, gap="large"):
        st.segmented_control(
            "From", SOURCES, default=PAD, key=SOURCE, required=True, persist_state="session"
        )
        if on_pad():
            st.slider("Pen, pixels", *PENS, key=PEN, persist_state="session", width=200)
        if _source() not in (DATASET, FORM):
            st.toggle(
                "Several digits",
                key=SEVERAL,
                persist_state="session",
                help="Strokes beside each other are two digits, strokes above each other one. In "
                "a picture digits may touch: they are cut where the chosen network finds that "
                "the parts look most like digits.",
            )


def example() -> tuple[np.ndarray, str]:
    """A digit of the test set to read while there is nothing else, and a sentence that says so.

    It has ink: a few images may be blank, and there would be nothing to read.
    """
    digits = resources.split("test")
    inked = np.flatnonzero(~blank(digits.images))
    index = int(inked[min(np.searchsorted(inked, EXAMPLE), len(inked) - 1)])
    name = resources.dataset().provenance.test_name.replace("digits", f"digit {index}", 1)
    sentence = f"this is {name}, labelled {digits.labels[index]}."
    if on_pad():
        sentence = f"Nothing drawn yet: {sentence} What you draw is read after every stroke."
    else:
        sentence = f"No picture yet: {sentence}"
    return digits.images[index], sentence


def _from(upload) -> pad.Drawing:
    """The picture in an uploaded file; nothing, and one sentence, if there is none."""
    if upload is None:
        return NOTHING
    try:
        return picture.of(upload.getvalue(), several())
    except UnreadablePicture as error:
        st.warning(str(error))
        return NOTHING
