"""The stages of the preparation: a switch for every step, and the answer follows it."""

from mnist_core.data.drawing.ink import find_ink
from pages.ui.components.pad import pad
from tests.pages.answers import posted
from tests.pages.draw_page import SEVEN, picture_of_a_one, strip, without, words


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
