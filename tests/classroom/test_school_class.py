"""A class: joined by a code, led by a secret, over when it is ended or a day old."""

import sqlite3
import time

import numpy as np
import pytest
from sqlalchemy import func, select, update

from mnist_core.classroom import class_database
from mnist_core.classroom.class_database import ClassError, EndedClass, open_database
from mnist_core.classroom.join_code import LETTERS, as_code, new_code
from mnist_core.classroom.pace import go_to, hide_names, keep_together, pause
from mnist_core.classroom.pupil import ANIMALS, be_at, join, leave, places, returning_pupil
from mnist_core.classroom.school_class import find_class, look, pulse
from mnist_core.classroom.sweeper import keep_swept
from mnist_core.classroom.tables import CLASSES, METADATA
from mnist_core.classroom.teacher import end_class, open_class, returning_teacher
from mnist_core.classroom.wall import hang, take_down, wall

SEVEN = np.zeros((28, 28))
SEVEN[6, 8:20], SEVEN[6:22, 19] = 1.0, 0.5


def test_a_code_has_six_letters_that_nobody_takes_for_others():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200 and {len(code) for code in codes} == {6}
    assert not set("AEIOULQ01") & set("".join(codes)) and set("".join(codes)) <= set(LETTERS)
    assert as_code(" bcd-fgh ") == "BCDFGH"
    assert [as_code(it) for it in ("", "BCDFG", "BCDFGHJ", "BCDFGA", "<b>", "B" * 10**6)] == [
        None
    ] * 6


def test_pupils_join_by_code_and_come_back_by_their_secret(database):
    teacher, secret = open_class(database)
    code = look(database, teacher.room).code
    joined = [join(database, code.lower()) for _ in range(3)]
    names = [pupil.name for pupil, _ in joined]
    assert len(set(names)) == 3 and set(names) <= set(ANIMALS)
    assert [returning_pupil(database, token) for _, token in joined] == [it for it, _ in joined]
    assert returning_teacher(database, secret) == teacher
    for wrong in (code, joined[0][1], "", "x" * 10_000):
        with pytest.raises(ClassError, match="teacher's link opens no class"):
            returning_teacher(database, wrong)
    with pytest.raises(ClassError, match="is no more"):
        returning_pupil(database, secret)
    with pytest.raises(ClassError, match="six letters"):
        join(database, "hello!")
    with pytest.raises(ClassError, match="no class with this code"):
        join(database, "BBBBBB")
    stored = str(
        sqlite3.connect(database.engine.url.database)
        .execute("select * from class_room, class_pupil")
        .fetchall()
    )
    assert not any(it in stored for it in (secret, *(token for _, token in joined)))


def test_the_teacher_sees_where_everybody_is_and_sets_the_pace(database):
    teacher, _ = open_class(database)
    code = look(database, teacher.room).code
    one, two = (join(database, code)[0] for _ in range(2))
    go_to(teacher, "pooling", 1)
    be_at(one, 3)
    assert {it.name: it.step for it in places(teacher)} == {one.name: 3, two.name: None}
    go_to(teacher, "pooling", 2)
    assert {it.name: it.step for it in places(teacher)} == {one.name: 3, two.name: None}
    go_to(teacher, "softmax", 0)  # another lesson: nobody is anywhere in it yet
    assert {it.step for it in places(teacher)} == {None}
    keep_together(teacher, True)
    pause(teacher, True)
    hide_names(teacher, True)
    now = look(database, teacher.room)
    assert (now.lesson, now.step, now.together, now.paused, now.names_hidden) == (
        "softmax",
        0,
        True,
        True,
        True,
    )
    leave(two)
    assert [it.name for it in places(teacher)] == [one.name]


def test_of_a_class_that_has_ended_nothing_is_left(database):
    teacher, secret = open_class(database)
    pupil, token = join(database, look(database, teacher.room).code)
    hang(pupil, SEVEN, 7)
    end_class(teacher)
    for ask in (look, pulse):
        with pytest.raises(EndedClass, match="everything in it was deleted"):
            ask(database, teacher.room)
    for action in (lambda: be_at(pupil, 1), lambda: pause(teacher, True)):
        with pytest.raises(EndedClass):
            action()
    with pytest.raises(ClassError):
        returning_teacher(database, secret)
    with pytest.raises(ClassError):
        returning_pupil(database, token)
    assert rows(database) == dict.fromkeys(METADATA.tables, 0)
    file = class_database.home_directory() / class_database.FILE
    left = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    assert pupil.name.encode() not in left and SEVEN_PIXELS not in left


SEVEN_PIXELS = np.rint(SEVEN * 255).astype(np.uint8).tobytes()


def rows(database):
    with database.reading() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table))
            for name, table in METADATA.tables.items()
        }


def test_after_a_day_a_class_is_over_and_the_sweeper_deletes_it(database):
    teacher, secret = open_class(database)
    code = look(database, teacher.room).code
    _, token = join(database, code)
    with database.engine.begin() as connection:
        connection.execute(update(CLASSES).values(opened=time.time() - 24 * 3600 - 1))
    for ask in (
        lambda: look(database, teacher.room),
        lambda: find_class(database, code),
        lambda: join(database, code),
        lambda: pause(teacher, True),
        lambda: returning_teacher(database, secret),
        lambda: returning_pupil(database, token),
    ):
        with pytest.raises(ClassError):
            ask()
    keep_swept(database, seconds=3600)
    deadline = time.monotonic() + 60
    while any(rows(database).values()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(rows(database).values())


def test_the_wall_keeps_what_was_drawn_to_the_pixel_and_the_teacher_can_take_it_down(database):
    teacher, _ = open_class(database)
    pupil, _ = join(database, look(database, teacher.room).code)
    hang(pupil, SEVEN, 7)
    hang(pupil, SEVEN.T, np.int64(1))
    found = wall(database, teacher.room)
    assert found.names == (pupil.name,) * 2 and found.digits.labels.tolist() == [7, 1]
    assert found.digits.images[0].tobytes() == SEVEN_PIXELS
    for digit, label, sentence in (
        (SEVEN, 10, "which digit"),
        (SEVEN, "<b>", "which digit"),
        (SEVEN, True, "which digit"),
        (SEVEN * 0, 7, "Nothing is drawn"),
        (SEVEN[:5], 7, "no drawing"),
        (SEVEN * np.nan, 7, "no drawing"),
    ):
        with pytest.raises(ClassError, match=sentence):
            hang(pupil, digit, label)
    other, _ = open_class(database)
    take_down(other, found.ids[0])
    assert len(wall(database, teacher.room)) == 2, "another class's teacher takes nothing down"
    take_down(teacher, found.ids[0])
    assert wall(database, teacher.room).digits.labels.tolist() == [1]


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("oracle+nothing://me:secret@host/x", "driver that is not installed|does not answer"),
        ("sqlite:////nowhere/at/all/file.db", "does not answer .*unable to open"),
        ("no address", "does not answer"),
    ],
)
def test_a_database_that_cannot_be_is_one_sentence_without_the_password(
    home, monkeypatch, address, sentence
):
    monkeypatch.setenv("INSIDE_A_CNN_DATABASE", address)
    with pytest.raises(ClassError, match=sentence) as refused:
        open_database()
    assert "secret" not in str(refused.value)
