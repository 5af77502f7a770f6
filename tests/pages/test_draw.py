"""The Draw page; strokes come in where the pad's component is called, as no AppTest can draw."""

import numpy as np
import pytest

from pages.ui import resources
from pages.ui.components.pad import pad
from tests.pages.answers import answer, posted, verdict
from tests.pages.draw_page import SEVEN, picture_of_a_one, strip, words
from tests.pages.guesses import guess
from tests.pages.training_page import finished


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


SCRIBBLE = (np.cumsum(np.random.default_rng(1).normal(0, 20, (25, 2)), axis=0) + 160,)


def test_a_scribble_is_refused_and_the_threshold_can_be_moved(app, drawn) -> None:
    drawn(SCRIBBLE)
    at = app("draw", network="wide_cnn", closer="Refusing")
    assert not at.exception
    assert "Not like a digit" in words(at)
    assert "below it: refused" in words(at)
    at.slider(key="coverage").set_value(100).run()
    assert "Of 1,000 validation digits 100 % are answered" in words(at)
    drawn(SEVEN)
    assert "not below it: answered" in words(at.run())


def test_a_network_that_learnt_outliers_refuses_what_is_surely_no_digit(app, drawn) -> None:
    """The threshold by hand: at 70 % it is log 3/7, at 50 % it is 0."""
    run = finished(epochs=1, outliers=0.1)
    drawn(SEVEN)
    at = app("draw", network=f"run-{run.id}", closer="Refusing")
    assert not at.exception
    assert "learnt an eleventh answer" in words(at)
    assert "The threshold is **−1.1**" in words(at)
    at.slider(key="surely_none").set_value(50).run()
    assert not at.exception
    assert "The threshold is **0**" in words(at)
    score = posted(at, "reading")["score"]
    assert ("not below it: answered" in words(at)) == (score >= 0)


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
