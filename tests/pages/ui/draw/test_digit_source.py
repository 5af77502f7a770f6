"""Where a digit comes from: a file, a camera, the data, and what is no picture."""

import io
from hashlib import sha256

import numpy as np
import pytest
from PIL import Image

from mnist_core.data.embedded import held_out_digits
from pages.ui import resources
from tests.pages.draw_page import picture_of_a_one, strip, upload, words


def test_a_digit_of_the_data_is_read_and_its_label_told(app) -> None:
    at = app("draw", digit="3", split="test")
    at.segmented_control(key="source").set_value("Dataset").run()
    assert not at.exception
    label = resources.split("test").labels[3]
    assert f"Its label is {label}." in words(at) and "Nothing drawn" not in words(at)
    assert at.session_state["drawn_digit"] is None  # it is no drawing, which other pages could read
    at.session_state["closer"] = "Refusing"
    at.run()
    assert "if it were drawn; a digit of the data is never refused" in words(at)
    at.session_state["closer"] = "Every network"
    at.run()
    assert "a digit, if it were drawn?" in at.table[0].value


def test_a_picture_of_a_file_is_read(app) -> None:
    at = upload(app("draw"), picture_of_a_one())
    assert not at.exception and not at.warning
    assert "Reads a 1" in words(at)
    assert "Drawn: A picture of 320 × 320 pixels" in strip(at)


def misleading_picture() -> np.ndarray:
    """An 8, dark on bright, cropped so close that most of the rim is ink: nobody doubts it."""
    digit = held_out_digits().images[61]
    rows, columns = np.nonzero(digit > 100)
    close = digit[rows.min() + 2 : rows.max() - 1, columns.min() + 2 : columns.max() - 1]
    grey = 255 - np.kron(close, np.ones((10, 10), np.uint8))
    return np.dstack([grey, grey, grey, np.full_like(grey, 255)])


def ink_and_paper(at):
    (switch,) = [it for it in at.segmented_control if it.label == "Ink and paper"]
    return switch


def test_one_click_mends_a_picture_whose_paper_was_taken_for_ink(app) -> None:
    at = upload(app("draw"), misleading_picture())
    side = ink_and_paper(at)
    assert side.value == "Bright is ink"
    assert "Reads an 8" not in words(at)
    side.set_value("Dark is ink").run()
    assert not at.exception and not at.warning
    assert "Reads an 8" in words(at) and "That is what you chose." in strip(at)
    upload(at, picture_of_a_one())
    assert ink_and_paper(at).value == "Dark is ink"  # found anew for every picture
    assert "Reads a 1" in words(at) and "That is what you chose." not in strip(at)


def test_a_picture_is_turned_and_cropped(app) -> None:
    lying = np.ascontiguousarray(np.rot90(picture_of_a_one()))
    lying[:, :30, :3] = 0  # something else in the picture
    at = upload(app("draw"), lying)
    stream = io.BytesIO()
    Image.fromarray(lying).save(stream, "PNG")
    key = f"crop_{sha256(stream.getvalue()).hexdigest()[:16]}"
    at.session_state[key] = True
    at.run()
    at.button(key=key.replace("crop_", "turn_")).click().run()
    at.slider(key=key.replace("crop_", "down_")).set_value((10, 100)).run()
    assert not at.exception
    assert "Reads a 1" in words(at)
    assert "A picture of 288 × 320 pixels" in strip(at)


def test_an_empty_picture_is_one_sentence(app) -> None:
    at = upload(app("draw"), np.full((50, 50, 4), 255, np.uint8))
    assert not at.exception
    assert [warning.value for warning in at.warning] == [
        "No ink can be told from the paper: draw a digit, or choose another picture."
    ]
    assert "No picture yet: this is" in words(at)


def test_a_file_that_is_no_picture_is_one_sentence(app) -> None:
    at = app("draw")
    at.segmented_control(key="source").set_value("File").run()
    at.file_uploader(key="upload").set_value(("a.png", b"no picture", "image/png")).run()
    assert not at.exception
    assert [warning.value for warning in at.warning] == [
        "This is no picture that can be read here: save it as a PNG or JPEG."
    ]


def test_without_a_camera_there_is_a_sentence_and_an_answer(app) -> None:
    at = app("draw")
    at.segmented_control(key="source").set_value("Camera").run()
    assert not at.exception
    assert "Allow the camera in the browser, or choose a file instead." in words(at)
    assert "Reads a 6" in words(at)


def test_over_plain_http_no_camera_is_promised(app) -> None:
    at = app("draw")
    at.context = {"url": "http://192.168.1.5:8501/draw"}
    at.segmented_control(key="source").set_value("Camera").run()
    assert not at.exception and not at.get("camera_input")
    assert "only to pages that come over https or from the same computer" in words(at)
    assert "Allow the camera" not in words(at) and "Reads a 6" in words(at)
    at.context = {"url": "https://cnn.example/draw"}
    at.run()
    assert at.get("camera_input") and "Allow the camera" in words(at)


@pytest.mark.parametrize("source", ["File", "Camera"])
def test_where_no_file_can_be_sent_it_is_said_with_a_way_out(app, source: str) -> None:
    at = app("draw")
    at.context = {"url": "https://cnn.example/draw"}
    at.segmented_control(key="source").set_value(source).run()
    assert len(at.get("file_uploader")) + len(at.get("camera_input")) == 1
    at.session_state["cookies"] = {"refused": True}  # as the browser says inside another's page
    at.run()
    assert not at.exception and not at.get("file_uploader") and not at.get("camera_input")
    assert "Pictures cannot be sent from here" in words(at) and "Reads a 6" in words(at)
    (way_out,) = at.get("link_button")
    assert way_out.proto.url == "https://cnn.example/draw"
    at.segmented_control(key="source").set_value("Pad").run()
    assert "cannot be sent" not in words(at)
