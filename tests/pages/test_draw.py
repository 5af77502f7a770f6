"""The Draw page; strokes come in where the pad's component is called, as no AppTest can draw."""

import io
from hashlib import sha256

import numpy as np
import pytest
from PIL import Image

from mnist_core.data.drawing import prepare_strokes
from mnist_core.data.drawing.ink import find_ink
from mnist_core.data.embedded import held_out_digits
from pages.ui import resources
from pages.ui.components.pad import pad
from tests.pages.answers import answer, posted, verdict
from tests.pages.guesses import guess

SEVEN = (np.array([[60, 70], [250, 70], [150, 275]], float),)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch):
    """Put a drawing on the pad: `drawn(strokes, picture)`."""

    def put(strokes, picture=None) -> None:
        monkeypatch.setattr(pad, "pad", lambda *_: pad.Drawing(strokes, picture))

    return put


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


def test_an_empty_pad_reads_a_real_digit_and_says_so(app) -> None:
    at = app("draw")
    assert not at.exception
    assert "Nothing drawn yet: this is held-out training digit 123, labelled 6" in words(at)
    assert "Reads a 6" in words(at)
    assert {"drawing", "pad_toolbar"} <= {element.key for element in at.get("bidi_component")}


def test_a_seven_is_read_as_seven_by_every_network(app, drawn) -> None:
    drawn(SEVEN)
    at = app("draw", closer="Every network")
    assert not at.exception
    assert "Nothing drawn" not in words(at)
    assert "Reads a 7" in words(at)
    table = at.table[0].value
    assert set(table["reads"]) == {"7"} and len(table) == len(resources.SHIPPED_NETWORKS)


def test_the_chosen_network_answers(app, drawn) -> None:
    drawn(SEVEN)
    at = app("draw", network="mlp")
    assert verdict(at) == "Reads a 7" and "Multilayer perceptron" in answer(at)


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (255, 0)])
def test_from_the_picture_in_either_polarity(app, drawn, ink: int, paper: int) -> None:
    drawn(SEVEN, picture_of_a_one(ink, paper))
    at = app("draw")
    at.radio(key="way").set_value("the picture").run()
    assert not at.exception
    assert "Reads a 1" in words(at)
    assert "\nCropped: " in strip(at)


def test_what_is_no_stroke_is_read_from_the_picture(app, drawn) -> None:
    drawn(None, picture_of_a_one())
    assert "Reads a 1" in words(app("draw"))


def test_impossible_strokes_are_one_sentence(app, drawn) -> None:
    drawn((np.array([[0, 0], [1e12, 0]]),))
    at = app("draw")
    assert not at.exception
    assert [warning.value for warning in at.warning] == [
        "A stroke holds a position that is no place on a pad: draw it again."
    ]
    assert "Nothing drawn yet" in words(at)


def test_the_pen_reaches_the_pad(app, monkeypatch: pytest.MonkeyPatch) -> None:
    pens = []
    empty = pad.Drawing((), None)
    monkeypatch.setattr(pad, "pad", lambda palette, pen, wide: pens.append(pen) or empty)
    at = app("draw")
    at.slider(key="pen").set_value(8).run()
    assert (pens[0], pens[-1]) == (20, 8)


def test_the_strip_of_strokes_has_a_switch_for_every_step(app, drawn) -> None:
    drawn(SEVEN)
    at = app("draw")
    assert "3 points in 1 stroke are drawn again into 20 × 20 pixels" in strip(at)
    assert len(posted(at, "stage_strip")) == 3 and not without(at)
    assert at.pills(key="steps_5").value == [
        "Crop",
        "Larger side 20",
        "Aspect kept",
        "Centre of mass",
        "Full ink",
    ]
    at.toggle(key="without_each_step").set_value(True).run()
    assert len(without(at)) == 5


def test_the_answer_follows_a_switch_and_finds_back(app, drawn) -> None:
    drawn(SEVEN, picture_of_a_one())
    at = app("draw")
    at.radio(key="way").set_value("the picture").run()
    assert "Reads a 1" in words(at)
    at.toggle(key="without_each_step").set_value(True).run()
    assert any(
        it["changes"] for it in without(at)
    )  # some step is needed, for a narrow 1 that stands alone
    at.pills(key="steps_7").unselect("Polarity").run()
    assert not at.exception
    assert "Brightness counts as ink" in strip(at)
    assert "Prepared without: Polarity." in words(at)
    at.radio(key="way").set_value("the strokes").run()
    at.pills(key="steps_5").unselect("Crop").run()
    assert "Prepared without: Polarity, Crop." in words(at)
    at.pills(key="steps_5").select("Crop").run()
    assert "Prepared without: Polarity." in words(at)
    at.radio(key="way").set_value("the picture").run()
    at.button(key="restore_steps").click().run()
    assert "Prepared without" not in words(at)
    assert "Reads a 1" in words(at)


def test_the_ink_of_a_picture_is_found_once(app, drawn, monkeypatch) -> None:
    found = []
    monkeypatch.setattr(pad, "find_ink", lambda *image: found.append(1) or find_ink(*image))
    drawn(None, picture_of_a_one())
    at = app("draw")
    drawn(None, picture_of_a_one())
    del found[:]
    at.toggle(key="without_each_step").set_value(True).run()
    assert len(without(at)) == 7
    assert len(found) == 1


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


def upload(at, picture, kind="PNG", name="digit.png"):
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, kind)
    at.segmented_control(key="source").set_value("File").run()
    at.file_uploader(key="upload").set_value((name, stream.getvalue(), "image/png")).run()
    return at


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


SCRIBBLE = (np.cumsum(np.random.default_rng(1).normal(0, 20, (25, 2)), axis=0) + 160,)


def test_a_scribble_is_refused_and_the_threshold_can_be_moved(app, drawn) -> None:
    drawn(SCRIBBLE)
    at = app("draw", network="wide_cnn", closer="Refusing")
    assert not at.exception
    assert "Not like a digit" in words(at)
    assert "below it: refused" in words(at)
    at.slider(key="coverage").set_value(100).run()
    assert "To answer 100 % of 1,000 validation digits" in words(at)
    drawn(SEVEN)
    assert "not below it: answered" in words(at.run())


def test_what_speaks_for_each_digit_is_shown(app, drawn) -> None:
    drawn(SEVEN)
    at = app("draw", closer="What speaks for it")
    assert not at.exception
    alts = [chart.proto.alt for chart in at.get("plotly_chart")]
    assert any("the answer is 7" in alt for alt in alts)


def test_nudging_moves_the_digit_and_finds_flips(app, drawn) -> None:
    drawn(SEVEN)
    at = app("draw", network="mlp", closer="Nudge it")
    assert not at.exception
    assert verdict(at, "nudged") == "Reads a 7"
    at.slider(key="nudge_rotate").set_value(-88.2).run()
    assert verdict(at, "nudged") != "Reads a 7"
    assert posted(at, "nudged")["about"] == [0, 0, -88.2, 1, 0]
    assert verdict(at) == "Reads a 7"  # the answer above stays that of the drawing
    at.button(key="nudge_reset").click().run()
    assert verdict(at, "nudged") == "Reads a 7"
    at.toggle(key="find_flips").set_value(True).run()
    assert not at.exception and "- **Shift right**" not in words(at)
    guess(at, "guess_flip_", "1")
    assert not at.exception and "You guessed **1**: " in words(at)
    assert "- **Shift right**" in words(at) and "reads **" in words(at)


def test_a_number_is_read_and_each_digit_opens(app, drawn) -> None:
    one = np.array([[300.0, 60], [300, 180]])
    seven = SEVEN[0] * 0.5 + (20, 30)
    drawn((one, seven), None)
    at = app("draw")
    at.toggle(key="several").set_value(True).run()
    assert not at.exception
    assert "Reads 71" in words(at) and "Reads a 7" in words(at)
    at.pills(key="opened_digit_2").set_value(1).run()
    assert "Reads a 1" in words(at)
    assert "2 points in 1 stroke" in strip(at)


def test_a_number_in_a_file(app) -> None:
    picture = np.full((100, 200, 4), 255, np.uint8)
    picture[20:80, 40:46, :3] = picture[20:80, 140:146, :3] = 0
    at = app("draw")
    at.toggle(key="several").set_value(True).run()
    upload(at, picture)
    assert not at.exception
    assert "Reads 11" in words(at) and "Reads a 1" in words(at)


def number(app, drawn, strokes, picture=None, **query):
    drawn(strokes, picture)
    return app("draw", **query).toggle(key="several").set_value(True).run()


SEVENTY_ONE = (SEVEN[0] * 0.5 + (20, 30), np.array([[300.0, 60], [300, 180]]))


def test_a_number_is_read_where_no_ink_can_be_told_from_the_paper(app, drawn) -> None:
    inked = np.full((240, 640, 4), (20, 20, 20, 255), np.uint8)
    at = number(app, drawn, SEVENTY_ONE, inked)
    assert not at.exception and not at.warning
    assert "Reads 71" in words(at)


def test_an_impossible_number_is_one_sentence(app, drawn) -> None:
    at = number(app, drawn, (SEVEN[0], np.array([[500, 0], [1e12, 0]])))
    assert not at.exception
    assert [warning.value for warning in at.warning] == [
        "A stroke holds a position that is no place on a pad: draw it again."
    ]


@pytest.mark.slow
def test_digits_of_a_number_are_kept_one_after_the_other(app, drawn) -> None:
    at = number(app, drawn, SEVENTY_ONE, closer="Preparation")
    at.pills(key="steps_5").unselect("Centre of mass").run()
    at.session_state["closer"] = "My drawings"
    at.run()
    for label in (7, 1):
        at.pills(key="kept_label").set_value(label).run()
        at.button(key="keep").click().run()
    assert not at.exception
    assert at.pills(key="opened_digit_2").value == 1 and "pad_sheets" not in at.session_state
    assert "Reads 71" in words(at)  # still on the pad
    kept = [(it.label, it.digit) for it in at.session_state["kept_drawings"]]
    assert [label for label, _ in kept] == [7, 1]
    for (_, digit), stroke in zip(kept, SEVENTY_ONE, strict=True):
        assert (digit == prepare_strokes([stroke]).digit).all()


@pytest.mark.parametrize("source", ["Pad", "File", "Camera", "Dataset"])
def test_several_digits_and_nothing_there(app, source: str) -> None:
    at = app("draw")
    at.toggle(key="several").set_value(True).run()
    at.segmented_control(key="source").set_value(source).run()
    assert not at.exception and not at.warning
    assert "Reads a" in words(at)


def test_kept_drawings_are_a_test_set(app, drawn) -> None:
    drawn(SEVEN)
    at = app("draw", closer="My drawings")
    assert "Nothing kept yet" in words(at)
    assert at.button(key="keep").disabled
    for label in (7, 4):  # the second label is wrong on purpose
        at.pills(key="kept_label").set_value(label).run()
        at.button(key="keep").click().run()
    assert not at.exception
    table = at.table[0].value
    assert set(table["yours"]) == {"1 of 2"}
    assert table["MNIST"].str.endswith("%").all()
    at.button(key="forget").click().run()
    assert set(at.table[0].value["yours"]) == {"1 of 1"}


def test_a_digit_of_the_data_is_not_kept_as_mine(app) -> None:
    at = app("draw", closer="My drawings")
    at.pills(key="kept_label").set_value(6).run()
    assert at.button(key="keep").disabled


@pytest.mark.slow
def test_kept_drawings_are_evaluated_like_any_other_digits(app, drawn) -> None:
    drawn(SEVEN)
    at = app("draw", network="keras_cnn", closer="My drawings")
    for label in (7, 4):
        at.pills(key="kept_label").set_value(label).run()
        at.button(key="keep").click().run()
    at.switch_page("pages/evaluation.py").run()
    at.segmented_control(key="judged").set_value("own").run()
    assert not at.exception
    assert "on **2 drawings of your own**" in text(at)
    assert at.metric[0].value == "50.0 %"
    for part in ("Confusions", "Hardest", "Compare", "Calibration", "Map"):
        at.session_state["part"] = part
        at.run()
        assert not at.exception, part
    assert "judge on test digits" in text(at)
