"""A lesson's file: what it says, and every mistake in one sentence with its line."""

import pytest

from mnist_core.lessons import shelf
from mnist_core.lessons.lesson import Question, View
from mnist_core.lessons.lesson_file import LessonError, read_lesson
from mnist_core.lessons.questions import QUESTIONS
from tests.lessons.broken_files import BROKEN, WHOLE

MINE = "a browser's secret"


def test_a_file_is_read_as_it_is_written() -> None:
    lesson = read_lesson(WHOLE.encode(), "whole")
    first, second = lesson.steps
    assert (lesson.title, lesson.goals) == (
        "Where the weights are",
        ("count the weights of a layer",),
    )
    assert first.view == View("architecture", {"look": "Ledger", "split": "test", "digit": "3"})
    assert (first.locked, first.hidden) == ({"network", "digit"}, {"random"})
    asked = Question(
        "layer_parameters", "How many weights has the first layer?", {"layer": "first"}
    )
    assert first.question == asked
    assert first.text == "The window slides. a < b & c > d, and *that* is no HTML."
    assert (first.minutes, second.minutes, lesson.minutes) == (4, 3, 7)
    assert second.view is None


@pytest.mark.parametrize("ending", ["\r\n", "\n\n"[:1]])
@pytest.mark.parametrize("start", ["", "\ufeff"])
def test_the_editor_does_not_matter(ending: str, start: str) -> None:
    data = (start + WHOLE.replace("\n", ending)).encode()
    assert read_lesson(data, "whole") == read_lesson(WHOLE.encode(), "whole")


def test_a_view_may_be_copied_from_the_browser() -> None:
    line = "view: http://127.0.0.1:8501/evaluation?part=Confusions&true=4&read=9"
    data = WHOLE.replace("view: architecture?look=Ledger&split=test&digit=3", line[0:])
    assert read_lesson(data.encode(), "x").steps[0].view == View(
        "evaluation", {"part": "Confusions", "true": "4", "read": "9"}
    )


def test_there_are_forty_ways_to_be_wrong() -> None:
    assert len(BROKEN) >= 40


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_is_one_sentence_with_its_line(name: str) -> None:
    data, line, start = BROKEN[name]
    with pytest.raises(LessonError) as caught:
        read_lesson(data, "broken")
    [mistake] = caught.value.mistakes
    assert (mistake.line, mistake.sentence[: len(start)]) == (line, start)
    assert mistake.sentence.rstrip().endswith((".", "…”")) and "\n" not in mistake.sentence


def test_all_mistakes_are_said_at_once() -> None:
    data = WHOLE.replace("minutes: 4", "minutes: x").replace("lock: network", "lock: volume")
    with pytest.raises(LessonError, match=r"Line 7: .*\nLine 9: .*“volume”"):
        read_lesson(data.encode(), "broken")


@pytest.mark.parametrize("id", ["", "A", "a b", "../x", "a--b", "-a", "x" * 61, "a.b"])
def test_a_name_that_a_link_could_not_carry_is_refused(id: str) -> None:
    with pytest.raises(LessonError, match="Line 1: The file's name"):
        read_lesson(WHOLE.encode(), id)


def test_what_ships_covers_the_documents_and_all_questions() -> None:
    lessons = shelf.lessons()
    assert len(lessons) >= 8
    assert all(10 <= lesson.minutes <= 40 for lesson in lessons)
    asked = {it.question.asks for lesson in lessons for it in lesson.steps if it.question}
    assert asked >= set(QUESTIONS) - {"read_after_shift", "runner_up", "widest_layer"}
    assert all(step.hint for lesson in lessons for step in lesson.steps if step.question)
    assert {path.stem for path in shelf.SHIPPED.glob("*.md")} == {it.id for it in lessons}


def test_a_lesson_is_added_replaced_and_found(home) -> None:
    shelf.add(WHOLE.encode(), "mine.md", MINE)
    assert shelf.lesson("mine").title == "Where the weights are"
    shelf.add(WHOLE.replace("title: Where", "title: There").encode(), "mine.md", MINE)
    assert shelf.lessons()[-1].title == "There the weights are"


def test_a_lesson_that_ships_is_not_replaced(home) -> None:
    with pytest.raises(LessonError, match="ships"):
        shelf.add(WHOLE.encode(), "how-it-learns.md", MINE)


@pytest.mark.parametrize("id", ["nothing", "../../etc/passwd", "", "x" * 999])
def test_there_is_no_other_lesson(home, id: str) -> None:
    with pytest.raises(shelf.NoSuchLesson, match="There is no lesson called"):
        shelf.lesson(id)


def test_a_broken_file_in_the_folder_hides_no_other(home) -> None:
    shelf.add(WHOLE.encode(), "mine.md", MINE)
    (shelf.own_folder() / "broken.md").write_bytes(b"\xff" * 10)
    (shelf.own_folder() / "huge.md").write_bytes(b"x" * 200_000)
    assert shelf.lesson("mine")
    assert [(it.name, len(it.mistakes)) for it in shelf.unreadable()] == [
        ("broken.md", 1),
        ("huge.md", 1),
    ]


def test_who_brought_a_lesson_replaces_and_removes_it_and_nobody_else(home, monkeypatch) -> None:
    shelf.add(WHOLE.encode(), "mine.md", MINE)
    (shelf.own_folder() / "by-hand.md").write_bytes(WHOLE.encode())
    for id, secret in (("mine", "another"), ("mine", ""), ("by-hand", MINE), ("how-it-learns", "")):
        shelf.remove(id, secret)
        assert shelf.lesson(id)
        if secret:
            with pytest.raises(LessonError, match=r"Somebody else’s lesson is called"):
                shelf.add(WHOLE.encode(), f"{id}.md", secret)
    shelf.remove("mine", MINE)
    assert [it.name for it in shelf.own_folder().iterdir()] == ["by-hand.md"]
    for number in range(shelf.MAX_EACH):
        shelf.add(WHOLE.encode(), f"one-{number}.md", MINE)
    with pytest.raises(LessonError, match=r"You have brought 20 lessons already"):
        shelf.add(WHOLE.encode(), "one-more.md", MINE)
    shelf.add(WHOLE.encode(), "one-0.md", MINE)  # in place of what is there
    shelf.add(WHOLE.encode(), "one-more.md", "another")
    monkeypatch.setenv("INSIDE_A_CNN_ADD_LESSONS", "No")
    with pytest.raises(LessonError, match=r"in the folder of the home alone"):
        shelf.add(WHOLE.encode(), "two.md", "another")
