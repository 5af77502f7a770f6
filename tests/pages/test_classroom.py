"""The page Class as a teacher, a pupil and a board see it, in one process."""

import numpy as np
import pytest

from mnist_core.classroom.pupil import Pupil, returning_pupil
from mnist_core.classroom.teacher import returning_teacher
from mnist_core.classroom.wall import hang, wall
from mnist_core.training.runs import queue_of_runs
from pages.ui import resources
from pages.ui.components.pad import pad
from tests.classroom.member import RIGHT, TITLE, WRONG, add_lesson
from tests.classroom.test_wall import hung
from tests.pages.answers import sent
from tests.pages.guesses import RATHER

SEVEN = (np.array([[60, 70], [250, 70], [150, 275]], float),)


def text(at) -> str:
    found = [*at.markdown, *at.header, *at.caption, *at.warning, *at.toast, *at.info, *at.table]
    return "\n".join(str(element.value) for element in found)


def press(at, label):
    next(box for box in at.button if box.label == label).click().run()
    assert not at.exception
    return text(at)


@pytest.fixture
def database(home, monkeypatch):
    """An empty one, and a lesson in the home."""
    monkeypatch.delenv("INSIDE_A_CNN_DATABASE", raising=False)
    add_lesson(home)
    resources.class_database.clear()
    yield resources.class_database()
    resources.class_database().engine.dispose()
    resources.class_database.clear()


@pytest.fixture
def teacher(app, database):
    """Who has opened a class and put it to the question of a lesson."""
    at = app("classroom")
    press(at, "Open a class")
    at.selectbox(key="class_lesson").select("tests").run()
    return at


def code(teacher) -> str:
    return next(it.value for it in teacher.header if it.value.isupper())


def secret(at) -> str:
    """What opens this one's place again."""
    return at.session_state["class_seat"].secret


def join(app, teacher, **query) -> tuple:
    """A pupil's page, and who it is."""
    at = app("classroom", **{"class": code(teacher)}, **query)
    assert at.text_input(key="class_typed").value == code(teacher)
    press(at, "Join")
    seat = at.session_state["class_seat"]
    assert returning_pupil(seat.database, seat.secret) == seat.pupil
    return at, seat.pupil


def test_a_vote_from_its_opening_to_the_answer(app, teacher):
    pupil, _ = join(app, teacher)
    assert "has not chosen" not in text(pupil) and TITLE in text(pupil)
    press(teacher, "Open the vote")
    assert "**0 of 1** have voted" in text(teacher)
    board = app("classroom", present="1", **{"class": code(teacher)})
    assert not board.exception and not board.button
    pupil.run()
    assert "about Keras CNN" in text(pupil)
    assert "Your answer is in" in press(pupil, WRONG)
    assert all(it.disabled for it in pupil.button if it.label in (RIGHT, WRONG))
    said = press(teacher, "Close the vote")
    assert "right.** Few are right: give a hint" in said
    assert "neither counts nor answer yet" in said
    assert not pupil.run().get("plotly_chart") and "The vote is closed" in text(pupil)
    press(teacher, "Show the class the counts")
    assert len(pupil.run().get("plotly_chart")) == 1 and "checksum of its" not in text(pupil)
    press(teacher, "Reveal the answer")
    assert "checksum of its" in text(pupil.run()) and f"You answered {WRONG}" in text(pupil)
    assert "checksum of its" in text(board.run()) and len(board.get("plotly_chart")) == 1
    press(teacher, "Vote again")
    assert "Vote 2" in text(pupil.run())
    press(teacher, "Next step")
    assert "Vote 2" not in text(pupil.run()), "the class has gone on"


def test_together_pause_and_hidden_names_are_followed(app, teacher):
    pupil, who = join(app, teacher)
    assert f"Elsewhere: {who.name}" in text(teacher.run())
    press(pupil, "Go there")
    assert pupil.session_state["lesson"] == "tests" and f"Step 1: {who.name}" in text(teacher.run())
    teacher.toggle(key="class_together").set_value(True).run()
    press(teacher, "Next step")
    assert pupil.run().session_state["step"] == 2
    press(pupil, "Back")
    assert pupil.session_state["step"] == 2, "the class is together"
    teacher.toggle(key="class_paused").set_value(True).run()
    assert "Look to the front" in text(pupil.run())
    teacher.toggle(key="class_names_hidden").set_value(True).run()
    assert "Step 2: 1" in text(teacher) and who.name not in text(teacher)
    press(pupil, "Leave the class")
    assert "what was yours in it was deleted" in text(pupil)
    assert "**0 pupils** in the class" in text(teacher.run())


def test_a_teacher_who_turns_a_lesson_takes_the_class_along(app, teacher, database):
    led = app("architecture", teacher=secret(teacher), lesson="tests")
    assert not led.exception and "you teach it" in text(led)
    press(led, "Next")
    assert "step 2 of 3" in text(teacher.run())
    seat = led.session_state["class_seat"]
    assert returning_teacher(database, seat.secret) == seat.teacher


def test_a_drawing_is_hung_and_the_teacher_takes_it_down(app, teacher, monkeypatch):
    monkeypatch.setattr(pad, "pad", lambda *_: pad.Drawing(SEVEN, None))
    pupil, who = join(app, teacher)
    assert "reads **7**" in text(pupil) and "Nothing hangs here yet." in text(pupil)
    pupil.pills(key="wall_label").set_value(7).run()
    press(pupil, "Hang it on the wall")
    assert "1 of 1" in text(pupil)
    kept = wall(who.database, who.room)
    assert kept.digits.labels.tolist() == [7] and kept.names == (who.name,)
    at = app("classroom", teacher=secret(teacher), desk="Wall")
    at.session_state["wall_removing"] = True
    at.session_state["wall_picked"] = kept.ids[0]
    at.run()
    press(at, "Take down the one that is marked")
    assert len(wall(who.database, who.room)) == 0


def test_a_wall_is_judged_and_trained_on(app, teacher, database):
    _, who = join(app, teacher)
    digits = hung(50)
    for image, label in zip(digits.images, digits.labels, strict=True):
        hang(Pupil(database, who.room, who.id, who.name), image / 255, int(label))
    at = app("classroom", teacher=secret(teacher), desk="Wall")
    right = resources.network("keras_cnn").predict(digits.images).argmax(axis=1) == digits.labels
    assert not at.exception and f"{right.sum()} of 50" in text(at)
    at.session_state["wall_training"] = True
    at.run()
    press(at, "Train on half of the wall")
    (run,) = queue_of_runs()
    assert run.config.frozen.goes_on and run.config.frozen.source == "keras_cnn"
    assert run.config.provenance.test == 20 and run.config.provenance.training == 30
    press(at, "End it for everybody")
    assert "everything in it was deleted" in text(at)
    assert resources.brought_sets() == ()


def test_what_opens_no_class_is_one_sentence(app, database):
    for query, sentence in (
        ({"teacher": "nonsense"}, "opens no class"),
        ({"pupil": "<b>"}, "is no more"),
        ({"class": "BCDFGH", "present": "1"}, "no class with this code"),
    ):
        at = app("classroom", **query)
        assert not at.exception and sentence in text(at)
    at = app("classroom")
    at.text_input(key="class_typed").set_value("hello")
    assert "six letters" in press(at, "Join")


def test_a_database_that_goes_away_and_comes_back_loses_nobody(app, teacher, home):
    pupil, who = join(app, teacher)
    database = who.database
    database.engine.dispose()
    kept = {path: path.read_bytes() for path in home.glob("classes.db*")}
    for path in kept:
        path.unlink()
    (home / "classes.db").write_bytes(b"not a database" * 500)
    for at in (pupil.run(), teacher.run()):
        assert not at.exception and "The file of the classes in the home cannot be used" in text(at)
    database.engine.dispose()
    for path, content in kept.items():
        path.write_bytes(content)
    assert who.name in text(pupil.run()) and not pupil.warning


def test_while_a_class_votes_nobody_outside_of_it_is_told_the_answer(app, teacher):
    """A pupil's second window is in no class; whoever opens another one is no teacher of this."""
    outside = app("architecture", lesson="tests", step="1")
    press(outside, RATHER)
    assert "checksum of its" in text(outside)
    press(teacher, "Open the vote")
    waits = "A class votes on this question"
    assert waits in text(outside.run()) and "checksum of its" not in text(outside)
    press(outside, "Next")
    assert waits not in text(outside), "at another step nobody votes"
    press(outside, "Back")
    other = app("classroom")
    press(other, "Open a class")
    other.switch_page("pages/lessons.py").run()
    sheet = "sheet_tests"
    assert sheet not in downloads(other) and "sheet_how-it-learns" in downloads(other)
    press(teacher, "Close the vote")
    assert waits in text(outside.run())
    press(teacher, "Reveal the answer")
    assert waits not in text(outside.run()) and sheet in downloads(other.run())
    assert "checksum of its" in press(outside, RATHER), "of the network of step 2"


def downloads(at) -> list[str]:
    return [it.key for it in at.get("download_button")]


def test_a_place_is_the_tabs_and_an_old_link_opens_it_once(app, teacher):
    """A copied address is nobody's place; what a tab remembers is, until the class is left."""
    pupil, who = join(app, teacher)
    place = secret(pupil)
    assert memory_of(pupil)["changes"]["tab"] == {"pupil": place}
    assert "pupil" not in pupil.query_params
    again = app("classroom", pupil=place)
    assert again.session_state["class_seat"].pupil == who and "pupil" not in again.query_params
    assert memory_of(again)["changes"]["tab"] == {"pupil": place}
    reloaded = app("home")
    reloaded.session_state["memory_kept"] = {"tab": {"pupil": place}}
    assert reloaded.run().session_state["class_seat"].pupil == who, "on whatever page"
    press(pupil, "Leave the class")
    assert memory_of(pupil)["changes"]["tab"] == {"pupil": None}
    late = app("home")
    late.session_state["memory_kept"] = {"tab": {"pupil": place}}
    assert "This place in a class is no more" in text(late.run())
    assert memory_of(late)["changes"]["tab"] == {"pupil": None}
    assert "This place" not in text(late.run()), "it is said once"


def memory_of(at):
    """What the browser of this session is to remember."""
    return sent(at, "browser")
