"""The pad as the server sees it: what the browser says of it, and what it is given to show."""

import base64
import io
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from mnist_core.data.drawing.pictures import read_picture
from mnist_core.figures.palette import DARK, LIGHT
from pages.ui.components.pad import pad
from tests.data.drawing.test_canvas import smoothed
from tests.data.drawing.test_hidden_pixels import HIDDEN, SEVEN, canvas
from tests.pages.answers import posted, sent, verdict

WAY = np.concatenate([np.linspace(*ends, 20) for ends in pairwise(SEVEN[0])])
STROKES = [smoothed(WAY)]


def address(picture: np.ndarray) -> str:
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def draw(at, objects, picture: str | None = None, key: str = "drawing"):
    """What the canvas reports after a stroke."""
    drawing = {"raw": {"objects": objects}, "data": picture}
    at.session_state[key] = {"drawing": drawing, "backgroundFit": None}
    return at.run()


def says_hidden(at) -> bool:
    return pad.HIDDEN in [caption.value for caption in at.caption]


def choose(at, source: str):
    return at.segmented_control(key="source").set_value(source).run()


def test_a_picture_that_shows_the_strokes_can_be_prepared(app) -> None:
    at = draw(app("draw"), STROKES, address(canvas()))
    assert not at.exception and not says_hidden(at)
    at.radio(key="way").set_value("the picture").run()
    assert verdict(at) == "Reads a 7" and "Cropped" in [
        it["name"] for it in posted(at, "stage_strip")
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"drawing": "script"},
        {"drawing": [1]},
        {"drawing": {"raw": "script"}},
        {"drawing": {"raw": [STROKES[0]]}},
        {"drawing": {"raw": {"objects": "script"}}},
        {"drawing": {"raw": {"objects": None}}},
        {"drawing": {"raw": {"objects": [1, None, "script"]}}},
        {"drawing": {"raw": {"objects": STROKES}, "data": 7}},
        {"drawing": {"raw": {"objects": STROKES}}, "backgroundFit": {"naturalWidth": 1}},
    ],
    ids=range(9),
)
def test_what_no_canvas_says_of_itself_leaves_a_blank_pad_that_reads(app, said) -> None:
    at = draw(app("draw"), STROKES)
    assert verdict(at) == "Reads a 7"
    at.session_state["drawing"] = said
    at.run()
    assert not at.exception
    at = draw(at, STROKES, key="drawing_1")
    assert not at.exception and verdict(at) == "Reads a 7"


def test_a_picture_is_decoded_once_and_then_when_it_is_looked_at(app, monkeypatch) -> None:
    decoded = []
    monkeypatch.setattr(pad, "read_picture", lambda data: decoded.append(1) or read_picture(data))
    at = draw(app("draw"), STROKES, address(canvas()))
    draw(draw(at, STROKES, address(canvas())), STROKES, address(canvas()))
    assert len(decoded) == 1
    at.radio(key="way").set_value("the picture").run()
    assert len(decoded) == 2


def test_a_browser_that_hides_its_pixels_later_on_is_noticed(app) -> None:
    at = draw(app("draw"), STROKES, address(canvas()))
    at.radio(key="way").set_value("the picture").run()
    draw(at, STROKES, address(HIDDEN["noise, as Firefox gives"]))
    assert not at.exception and says_hidden(at) and verdict(at) == "Reads a 7"


@pytest.mark.parametrize(
    "picture",
    [address(HIDDEN["noise, as Firefox gives"]), "data:,", "data:image/png;base64,AAAA"],
    ids=["noise", "none", "damaged"],
)
def test_a_hidden_picture_is_said_and_the_strokes_are_read(app, picture) -> None:
    at = app("draw")
    at.session_state["way"] = "the picture"
    draw(at, STROKES, picture)
    assert not at.exception and not at.warning
    assert says_hidden(at) and verdict(at) == "Reads a 7"
    assert "way" not in [radio.key for radio in at.radio]
    assert not says_hidden(draw(at, [], picture))  # taken back: there is nothing to hide


def test_a_browser_that_refuses_a_picture_is_not_asked_for_one(app) -> None:
    at = app("draw")
    assert sent(at)["returnImageData"]
    at.session_state["pad_toolbar"] = {"unreadable": True}
    draw(at, STROKES)
    assert not sent(at)["returnImageData"]
    assert says_hidden(at) and verdict(at) == "Reads a 7"


def test_several_digits_are_read_where_their_picture_is_hidden(app) -> None:
    at = app("draw").toggle(key="several").set_value(True).run()
    beside = [smoothed(WAY + (right, 0)) for right in (0, 300)]
    white = np.full((*pad.WIDE[::-1], 4), 255, np.uint8)
    draw(at, beside, address(white), "drawing_wide")
    assert not at.exception and says_hidden(at)
    assert at.header[0].value == "Reads 77"


def test_a_drawing_stays_when_the_appearance_changes(app) -> None:
    at = draw(app("draw"), STROKES, address(canvas()))
    before = sent(at)
    at.context = {"theme": "dark"}
    at.run()
    assert sent(at) == before, "the canvas begins anew with whatever else it is given"
    assert before["backgroundColor"] == LIGHT.paper and verdict(at) == "Reads a 7"
    draw(at, [], address(canvas([])))
    assert sent(at) == before  # redo would bring it back
    assert posted(at, "pad") == {"renews": True, "stale": True}


def test_an_empty_pad_follows_the_appearance(app) -> None:
    at = app("draw")
    at.context = {"theme": "dark"}
    at.run()
    assert (sent(at)["backgroundColor"], sent(at)["strokeColor"]) == (DARK.paper, DARK.ink)
    assert posted(at, "pad") == {"renews": False, "stale": False}


@pytest.mark.parametrize("elsewhere", ["File", "Dataset", "Several digits", "another page"])
def test_a_drawing_is_there_again_after_a_look_elsewhere(app, elsewhere) -> None:
    at = draw(app("draw"), STROKES, address(canvas()))
    at.context = {"theme": "dark"}
    if elsewhere == "another page":
        at.switch_page("pages/home.py").run()
        at.switch_page("pages/draw.py").run()
    elif elsewhere == "Several digits":
        at.toggle(key="several").set_value(True).run()
        at.toggle(key="several").set_value(False).run()
    else:
        choose(choose(at, elsewhere), "Pad")
    assert not at.exception and verdict(at) == "Reads a 7"
    (again,) = sent(at)["initialDrawing"]["objects"]
    assert again["path"] == STROKES[0]["path"] and again["stroke"] == DARK.ink
    assert posted(at, "pad")["renews"], "clear would bring the drawing back"


def test_a_drawing_that_was_put_aside_does_not_come_back(app) -> None:
    at = draw(app("draw", closer="My drawings"), STROKES, address(canvas()))
    at.pills(key="kept_label").set_value(7).run()
    at.button(key="keep").click().run()
    choose(choose(at, "File"), "Pad")
    assert sent(at, "drawing_1")["initialDrawing"]["objects"] == []
