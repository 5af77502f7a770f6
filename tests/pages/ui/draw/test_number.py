"""A number: each of its digits opens, and what cannot be one is a sentence."""

import numpy as np
import pytest

from mnist_core.data.drawing import prepare_strokes
from tests.pages.draw_page import SEVEN, strip, upload, words


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


def test_a_number_that_is_refused_as_one_digit_says_what_it_would_be(app, drawn) -> None:
    """Drawn with *Several digits* off; with it on it is read so, and nothing is suggested."""
    drawn(SEVENTY_ONE, None)
    at = app("draw")
    assert not at.exception
    assert "Not like a digit" in words(at)
    (lead,) = [it.value for it in at.info]
    assert lead == "Cut into 2 digits it reads 71: turn on *Several digits*."
    at.toggle(key="several").set_value(True).run()
    assert "Reads 71" in words(at) and not at.info


def test_a_scribble_is_refused_without_a_suggestion(app, drawn) -> None:
    drawn((np.cumsum(np.random.default_rng(1).normal(0, 20, (25, 2)), axis=0) + 160,))
    at = app("draw")
    assert "Not like a digit" in words(at) and not at.info
