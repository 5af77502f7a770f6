"""The Draw page as tests handle it: what it says, and pictures for it to read."""

import io

import numpy as np
from PIL import Image

from tests.pages.answers import answer, posted

SEVEN = (np.array([[60, 70], [250, 70], [150, 275]], float),)


def text(at) -> str:
    return "\n".join(element.value for element in [*at.markdown, *at.header, *at.caption])


def words(at) -> str:
    """All that is said, the answer included."""
    return f"{text(at)}\n{answer(at)}"


def strip(at) -> str:
    """What the stages of the preparation say."""
    return "\n".join(f"{it['name']}: {it['sentence']}" for it in posted(at, "stage_strip"))


def without(at) -> list[dict]:
    """What is read without each step of the preparation."""
    return [it for stage in posted(at, "stage_strip") for it in stage["without"]]


def picture_of_a_one(ink: int = 0, paper: int = 255) -> np.ndarray:
    picture = np.full((320, 320, 4), 255, np.uint8)
    picture[..., :3] = paper
    picture[60:260, 150:170, :3] = ink
    return picture


def upload(at, picture, kind="PNG", name="digit.png"):
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, kind)
    at.segmented_control(key="source").set_value("File").run()
    at.file_uploader(key="upload").set_value((name, stream.getvalue(), "image/png")).run()
    return at
