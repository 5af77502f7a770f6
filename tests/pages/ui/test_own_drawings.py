"""Drawings that are kept are a test set of one's own."""

import pytest

from tests.pages.draw_page import SEVEN, text, words


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
